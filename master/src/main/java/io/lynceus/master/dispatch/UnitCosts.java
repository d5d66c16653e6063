package io.lynceus.master.dispatch;

import io.lynceus.protocol.message.Analysis;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import java.util.EnumMap;
import java.util.Map;

/**
 * What work units cost on one slave: exponentially weighted averages of nanoseconds per pixel, for
 * each analysis and for decoding.
 *
 * <p>Until a slave has shown its own speed, a guess stands in for it. A guess only decides where
 * the first units go.
 */
final class UnitCosts {
  private static final double WEIGHT_OF_NEWEST = 0.2;
  private static final double GUESS_NANOS_PER_PIXEL = 20;
  private static final double DECODE_GUESS_NANOS_PER_PIXEL = 6;

  /** A gigabit network. */
  private static final double SENDING_NANOS_PER_BYTE = 8;

  private final Map<Analysis, Double> perPixel = new EnumMap<>(Analysis.class);
  private double decodePerPixel = DECODE_GUESS_NANOS_PER_PIXEL;

  void observe(WorkUnit unit, UnitTiming timing) {
    double pixels = unit.pixels();
    perPixel.merge(unit.analysis(), timing.run().toNanos() / pixels, UnitCosts::average);
    if (!timing.decode().isZero()) {
      decodePerPixel = average(decodePerPixel, timing.decode().toNanos() / pixels);
    }
  }

  /** A unit was given up after so long: the slave is at least as slow as that. */
  void observeTimeout(WorkUnit unit, long nanos) {
    perPixel.merge(unit.analysis(), (double) nanos / unit.pixels(), UnitCosts::average);
  }

  /** A unit has been running for so long already. */
  void observeAtLeast(WorkUnit unit, long nanos) {
    perPixel.merge(unit.analysis(), (double) nanos / unit.pixels(), Math::max);
  }

  /** The analysis alone. */
  long runNanos(WorkUnit unit) {
    return (long) (perPixel.getOrDefault(unit.analysis(), GUESS_NANOS_PER_PIXEL) * unit.pixels());
  }

  /** Sending the image to a slave that has it not, and decoding it there. */
  long imageNanos(WorkUnit unit) {
    return (long)
        (SENDING_NANOS_PER_BYTE * unit.manager().request().image().bytes()
            + decodePerPixel * unit.pixels());
  }

  private static double average(double old, double newest) {
    return old + WEIGHT_OF_NEWEST * (newest - old);
  }
}
