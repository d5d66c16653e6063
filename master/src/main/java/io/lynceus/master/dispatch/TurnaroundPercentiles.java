package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.model.Analysis;
import java.util.HashMap;
import java.util.Map;

/**
 * How long units take from their assignment to their result, on all slaves: the 95th percentile of
 * the latest few hundred, for each analysis and size of image.
 *
 * <p>The times are counted in classes that grow by a factor of {@code 2^(1/8)}, so a percentile is
 * right to 9 %. At every 512 observations all counts are halved, so that old ones fade. Sizes are
 * classes too, by a factor of 4 in pixels: one rate per pixel does not fit networks, which scale
 * every image to one size.
 */
final class TurnaroundPercentiles {
  /** With fewer, the slowest five in a hundred are not known. */
  static final int LEAST_OBSERVATIONS = 20;

  private static final double PERCENTILE = 0.95;
  private static final int CLASSES_PER_DOUBLING = 8;
  private static final int CLASSES = 26 * CLASSES_PER_DOUBLING;

  /** Upper end of the first class, nanoseconds; the last class ends above an hour. */
  private static final double LEAST_NANOS = 65_536;

  private static final int MOST_OBSERVATIONS = 512;

  private final Map<Kind, Times> kinds = new HashMap<>();

  void observe(WorkUnit unit, long nanos) {
    kinds.computeIfAbsent(Kind.of(unit), kind -> new Times()).observe(nanos);
  }

  /** The 95th percentile; {@link Long#MAX_VALUE} while there are too few observations. */
  long percentileNanos(WorkUnit unit) {
    Times times = kinds.get(Kind.of(unit));
    return times == null ? Long.MAX_VALUE : times.percentileNanos;
  }

  /**
   * @param magnitude of the number of pixels: at most 32 of them for an image
   */
  private record Kind(Analysis analysis, int magnitude) {
    static Kind of(WorkUnit unit) {
      return new Kind(unit.analysis(), (Long.SIZE - Long.numberOfLeadingZeros(unit.pixels())) / 2);
    }
  }

  private static final class Times {
    private final int[] counts = new int[CLASSES];
    private int total;
    private long percentileNanos = Long.MAX_VALUE;

    void observe(long nanos) {
      double doublings = Math.log(Math.max(1, nanos / LEAST_NANOS)) / Math.log(2);
      counts[Math.min(CLASSES - 1, (int) Math.ceil(doublings * CLASSES_PER_DOUBLING))]++;
      if (++total >= MOST_OBSERVATIONS) {
        halve();
      }
      if (total >= LEAST_OBSERVATIONS) {
        percentileNanos = percentile();
      }
    }

    private void halve() {
      total = 0;
      for (int i = 0; i < CLASSES; i++) {
        counts[i] /= 2;
        total += counts[i];
      }
    }

    private long percentile() {
      double left = total * PERCENTILE;
      int place = 0;
      for (left -= counts[0]; left > 0 && place < CLASSES - 1; left -= counts[place]) {
        place++;
      }
      return (long) (LEAST_NANOS * Math.pow(2, (double) place / CLASSES_PER_DOUBLING));
    }
  }
}
