package io.lynceus.vision.analyzer;

import io.lynceus.vision.image.Scratch;
import io.lynceus.vision.image.Size;
import java.util.Arrays;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/**
 * The local maxima of a picture's corner strength.
 *
 * <p>The strength is computed in strips: what OpenCV needs in between is ten times the picture, and
 * for a whole picture that would go through memory instead of staying in the processor's cache. The
 * strips overlap by what a corner's neighbourhood reaches, so the strengths are those of the whole
 * picture.
 */
final class CornerStrengths {
  private static final int STRIP_ROWS = 64;
  private static final int SOBEL_SIZE = 3;

  /** The gradient and its products: five floats, the strength, and one to spare. */
  private static final int WORK_BYTES_PER_PIXEL = 28;

  /** Noise in a large picture has millions of maxima: only the stronger ones are kept then. */
  private static final int MAX_MAXIMA = 1 << 20;

  private final Mat grey;
  private final int blockSize;
  private final double quality;
  private long[] maxima = new long[1 << 12];
  private int count;
  private float strongest;

  /**
   * @param grey one channel of 8 bits, not changed
   * @param blockSize side of a corner's neighbourhood, pixels
   * @param quality least strength as a part of the strongest one's
   */
  private CornerStrengths(Mat grey, int blockSize, double quality) {
    this.grey = grey;
    this.blockSize = blockSize;
    this.quality = quality;
  }

  /**
   * The places that are at least as strong as their eight neighbours, the strongest first, each as
   * {@link #strength} and {@link #index}. The outermost rows and columns hold none.
   */
  static long[] maxima(Mat grey, int blockSize, double quality) {
    CornerStrengths strengths = new CornerStrengths(grey, blockSize, quality);
    strengths.collect();
    return strengths.strongestFirst();
  }

  /** Native memory that {@link #maxima} takes at most for a picture of that size, in bytes. */
  static long workBytes(Size size, int blockSize) {
    long rows = Math.min(size.height(), STRIP_ROWS + 2L * (blockSize + 1));
    return rows * size.width() * WORK_BYTES_PER_PIXEL;
  }

  static float strength(long maximum) {
    return Float.intBitsToFloat((int) (maximum >> Integer.SIZE));
  }

  /** Row times the picture's width, and column. */
  static int index(long maximum) {
    return (int) maximum;
  }

  /** Strengths are not negative here, so that their bits are in the order of their values. */
  private static long maximum(float strength, int index) {
    return ((long) Float.floatToRawIntBits(strength) << Integer.SIZE) | index;
  }

  private void collect() {
    try (Scratch scratch = new Scratch()) {
      Mat strengths = scratch.mat();
      for (int top = 0; top < grey.rows(); top += STRIP_ROWS) {
        int begin = Math.max(0, top - 1);
        int end = Math.min(grey.rows(), top + STRIP_ROWS + 1);
        int from = Math.max(0, begin - blockSize);
        int to = Math.min(grey.rows(), end + blockSize);
        Mat strip = grey.rowRange(from, to);
        Imgproc.cornerMinEigenVal(strip, strengths, blockSize, SOBEL_SIZE);
        strip.release();
        Mat wanted = strengths.rowRange(begin - from, end - from);
        strongest = Math.max(strongest, (float) Core.minMaxLoc(wanted).maxVal);
        collect(wanted, begin);
        wanted.release();
      }
    }
  }

  /** All but the first and the last row of the strengths have both of their neighbours there. */
  private void collect(Mat strengths, int firstRow) {
    int columns = strengths.cols();
    float[] above = new float[columns];
    float[] here = new float[columns];
    float[] below = new float[columns];
    float[] highest = new float[columns];
    for (int row = 0; row < strengths.rows(); row++) {
      strengths.get(row, 0, below);
      if (row >= 2) {
        for (int x = 0; x < columns; x++) {
          highest[x] = Math.max(here[x], Math.max(above[x], below[x]));
        }
        collect(here, highest, (firstRow + row - 1) * columns);
      }
      float[] free = above;
      above = here;
      here = below;
      below = free;
    }
  }

  private void collect(float[] row, float[] highest, int firstIndex) {
    float least = least();
    for (int x = 1; x < row.length - 1; x++) {
      if (row[x] > least
          && row[x] >= highest[x]
          && row[x] >= highest[x - 1]
          && row[x] >= highest[x + 1]) {
        add(maximum(row[x], firstIndex + x));
      }
    }
  }

  private float least() {
    return (float) (strongest * quality);
  }

  private void add(long maximum) {
    if (count == MAX_MAXIMA) {
      Arrays.sort(maxima, 0, count);
      System.arraycopy(maxima, count / 2, maxima, 0, count - count / 2);
      count -= count / 2;
    } else if (count == maxima.length) {
      maxima = Arrays.copyOf(maxima, 2 * count);
    }
    maxima[count++] = maximum;
  }

  /** Without those that were collected before a much stronger one was found. */
  private long[] strongestFirst() {
    Arrays.sort(maxima, 0, count);
    int kept = 0;
    while (kept < count && strength(maxima[count - 1 - kept]) > least()) {
      kept++;
    }
    long[] sorted = new long[kept];
    for (int i = 0; i < kept; i++) {
      sorted[i] = maxima[count - 1 - i];
    }
    return sorted;
  }
}
