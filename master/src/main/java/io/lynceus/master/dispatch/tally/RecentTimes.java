package io.lynceus.master.dispatch.tally;

import java.util.Arrays;

/** The last times of one kind of work on one slave. */
final class RecentTimes {
  static final int CAPACITY = 100;

  private final double[] times = new double[CAPACITY];
  private int size;
  private int next;

  /** NaN when a time has come since it was looked for. */
  private double median = Double.NaN;

  /** Adds a time, in the place of the oldest one if there are {@value #CAPACITY}. */
  void add(double time) {
    times[next] = time;
    next = (next + 1) % CAPACITY;
    size = Math.min(size + 1, CAPACITY);
    median = Double.NaN;
  }

  int size() {
    return size;
  }

  /** The one in the middle, of two the smaller one; there has to be one. */
  double median() {
    if (Double.isNaN(median)) {
      double[] sorted = Arrays.copyOf(times, size);
      Arrays.sort(sorted);
      median = sorted[(size - 1) / 2];
    }
    return median;
  }
}
