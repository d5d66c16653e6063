package io.lynceus.vision.image;

import org.opencv.core.Mat;

/** How often a picture has each of the 65,536 levels that 16 bits can tell apart. */
final class Histogram {
  private final int[] counts = new int[1 << Short.SIZE];
  private long total;

  private Histogram() {}

  /**
   * Counts all channels together.
   *
   * @param picture 16 bits a channel
   */
  static Histogram of(Mat picture) {
    Histogram histogram = new Histogram();
    short[] row = new short[picture.cols() * picture.channels()];
    for (int y = 0; y < picture.rows(); y++) {
      picture.get(y, 0, row);
      for (short level : row) {
        histogram.counts[Short.toUnsignedInt(level)]++;
      }
    }
    histogram.total = (long) row.length * picture.rows();
    return histogram;
  }

  /**
   * The level that this part of the pixels lies below.
   *
   * @param part 0 to 1
   */
  int quantile(double part) {
    long left = (long) (part * total);
    int level = 0;
    while (level < counts.length - 1 && left >= counts[level]) {
      left -= counts[level];
      level++;
    }
    return level;
  }

  /**
   * The largest step between levels that leads from the lowest one to all others: 16 where 12 bits
   * lie in the upper ones of 16; 1 when there is one level only.
   *
   * @param tail the part of the pixels at either end that is not looked at
   */
  int step(double tail) {
    int low = quantile(tail);
    int high = quantile(1 - tail);
    int step = 0;
    for (int level = low; level <= high; level++) {
      if (counts[level] > 0) {
        step = gcd(level - low, step);
      }
    }
    return Math.max(1, step);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
