package io.lynceus.master.dispatch.tally;

import java.time.Duration;
import java.util.Locale;

/** How long replies took, in steps of 5 %, from 1 ms to more than an hour. */
final class ReplyTimes {
  private static final double STEP = Math.log(1.05);
  private static final int STEPS = 320;

  private final long[] counts = new long[STEPS];
  private long all;

  void add(Duration time) {
    double millis = Math.max(1, time.toNanos() / 1e6);
    counts[Math.min(STEPS - 1, (int) Math.ceil(Math.log(millis) / STEP))]++;
    all++;
  }

  /** A time that 95 % of the replies did not take longer than, in words for people. */
  String p95() {
    if (all == 0) {
      return "unknown";
    }
    long beyond = all / 20;
    int step = STEPS - 1;
    for (long longer = counts[step]; longer <= beyond; longer += counts[step]) {
      step--;
    }
    double millis = Math.exp(step * STEP);
    return millis < 100
        ? String.format(Locale.ROOT, "%.0f ms", millis)
        : String.format(Locale.ROOT, "%.1f s", millis / 1000);
  }
}
