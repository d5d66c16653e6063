package io.lynceus.master.dispatch.state;

import io.lynceus.model.Analysis;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What work units cost on one slave: exponentially weighted averages of nanoseconds per pixel, for
 * each analysis and for decoding.
 *
 * <p>A guess is used until the slave has shown its own speed: it only decides where the first units
 * go. After 30 s without an observation a slow slave is tried again with one unit.
 *
 * <p>These figures decide where units go, and follow each result at once. People are told which
 * slaves are slow by figures of their own, see {@code SlaveSpeeds}.
 */
public final class UnitCosts {
  private static final double WEIGHT_OF_NEWEST = 0.2;
  private static final double GUESS_NANOS_PER_PIXEL = 20;
  private static final double DECODE_GUESS_NANOS_PER_PIXEL = 6;

  /** As on a gigabit network. */
  private static final double SENDING_NANOS_PER_BYTE = 8;

  /** An older estimate no longer keeps units away: the slave may have become faster. */
  private static final long STALE_NANOS = 30_000_000_000L;

  /** How much faster such a slave is assumed to have become. */
  private static final double STALE_SPEEDUP = 16;

  private final Map<Analysis, Estimate> estimates = new HashMap<>();
  private final Runnable onChange;
  private double decodePerPixel = DECODE_GUESS_NANOS_PER_PIXEL;

  private static final class Estimate {
    private double perPixel;
    private long observedAt;
    private long triedAt;
  }

  /**
   * @param onChange called when an estimate has changed
   */
  UnitCosts(Runnable onChange) {
    this.onChange = onChange;
  }

  public void observe(WorkUnit unit, UnitTiming timing, long now) {
    double pixels = unit.pixels();
    observe(unit.analysis(), timing.run().toNanos() / pixels, now);
    if (!timing.decode().isZero()) {
      decodePerPixel = average(decodePerPixel, timing.decode().toNanos() / pixels);
    }
    onChange.run();
  }

  /** A unit was abandoned after this time: the slave is at least that slow. */
  public void observeTimeout(WorkUnit unit, long nanos, long now) {
    observe(unit.analysis(), (double) nanos / unit.pixels(), now);
    onChange.run();
  }

  private void observe(Analysis analysis, double perPixel, long now) {
    Estimate estimate = estimates.get(analysis);
    if (estimate == null) {
      estimate = new Estimate();
      estimate.perPixel = perPixel;
      estimates.put(analysis, estimate);
    } else if (now - estimate.observedAt > STALE_NANOS) {
      estimate.perPixel = perPixel;
    } else {
      estimate.perPixel = average(estimate.perPixel, perPixel);
    }
    estimate.observedAt = now;
  }

  /** A unit has been running for this long and goes on. */
  public void observeAtLeast(WorkUnit unit, long nanos) {
    Estimate estimate = estimates.get(unit.analysis());
    if (estimate != null) {
      estimate.perPixel = Math.max(estimate.perPixel, (double) nanos / unit.pixels());
      onChange.run();
    }
  }

  /** A unit was given to the slave: a stale estimate counts again until there is a result. */
  public void tried(WorkUnit unit, long now) {
    Estimate estimate = estimates.get(unit.analysis());
    if (estimate != null) {
      estimate.triedAt = now;
      onChange.run();
    }
  }

  /**
   * Nanoseconds per pixel, of the analyses that the slave has run: what placement expects of it,
   * which depends on the pictures that it had. Who is slow is told by {@code SlaveSpeeds}.
   */
  public Map<Analysis, Double> shown() {
    Map<Analysis, Double> shown = new TreeMap<>();
    estimates.forEach((analysis, estimate) -> shown.put(analysis, estimate.perPixel));
    return shown;
  }

  /** Expected time of the analysis alone. */
  public long runNanos(WorkUnit unit, long now) {
    return (long) (perPixel(unit.analysis(), now) * unit.pixels());
  }

  /** Expected nanoseconds of the analysis for each pixel. */
  double perPixel(Analysis analysis, long now) {
    Estimate estimate = estimates.get(analysis);
    if (estimate == null) {
      return GUESS_NANOS_PER_PIXEL;
    }
    return isStale(estimate, now) ? estimate.perPixel / STALE_SPEEDUP : estimate.perPixel;
  }

  private static boolean isStale(Estimate estimate, long now) {
    return now - staleFrom(estimate) > 0;
  }

  private static long staleFrom(Estimate estimate) {
    return Math.max(estimate.observedAt, estimate.triedAt) + STALE_NANOS;
  }

  /**
   * After which time the estimate no longer counts in full; null when it does not already, or there
   * is none.
   */
  @Nullable Long staleFrom(Analysis analysis, long now) {
    Estimate estimate = estimates.get(analysis);
    return estimate == null || isStale(estimate, now) ? null : staleFrom(estimate);
  }

  /** Expected nanoseconds of decoding for each pixel. */
  double decodePerPixel() {
    return decodePerPixel;
  }

  /** Expected nanoseconds to send the image. */
  static double sendingNanos(WorkUnit unit) {
    return SENDING_NANOS_PER_BYTE * unit.task().request().image().bytes();
  }

  /** Expected time to send the image and to decode it. */
  long imageNanos(WorkUnit unit) {
    return (long) (sendingNanos(unit) + decodePerPixel * unit.pixels());
  }

  private static double average(double old, double newest) {
    return old + WEIGHT_OF_NEWEST * (newest - old);
  }
}
