package io.lynceus.vision.analyzer;

import io.lynceus.vision.image.Scratch;
import io.lynceus.vision.image.Size;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/**
 * Looks for local maxima of the corner strength in strips of some rows, one after the other: for a
 * whole picture at once OpenCV takes 28 bytes a pixel, 1.4 GB at 50 megapixels.
 *
 * <p>Each strip is measured together with the rows around it that its own pixels depend on, so that
 * the strengths are those of the whole picture. Used once, by one thread.
 */
final class CornerStrips {
  private static final int SOBEL_SIZE = 3;
  private static final int STRIP_PIXELS = 1 << 20;

  /** Gradients, their three products, strength and its dilation, as floats. */
  private static final int BYTES_PER_PIXEL = 28;

  private final Mat grey;
  private final CornersConfig config;
  private final CornerCandidates candidates;
  private final float[] strengths;
  private final float[] greatest;
  private double max;

  /**
   * @param grey one channel of 8 bits
   */
  CornerStrips(Mat grey, CornersConfig config) {
    this.grey = grey;
    this.config = config;
    this.candidates = new CornerCandidates(new Size(grey.cols(), grey.rows()));
    this.strengths = new float[grey.cols()];
    this.greatest = new float[grey.cols()];
  }

  /** Native memory that {@link #search} takes at most for a picture of that size, in bytes. */
  static long workBytes(Size size, int blockSize) {
    int rows = Math.min(size.height(), rowsOfStrip(size.width()) + 2 * margin(blockSize));
    return (long) rows * size.width() * BYTES_PER_PIXEL;
  }

  private static int rowsOfStrip(int width) {
    return Math.max(1, STRIP_PIXELS / width);
  }

  /** Half a block, one row for the gradient, and one for the neighbours of a maximum. */
  private static int margin(int blockSize) {
    return blockSize / 2 + 2;
  }

  /** The picture's local maxima, but for those on its outermost rows and columns. */
  CornerCandidates search() {
    int rows = rowsOfStrip(grey.cols());
    try (Scratch scratch = new Scratch()) {
      Mat strength = scratch.mat();
      Mat dilated = scratch.mat();
      for (int top = 0; top < grey.rows(); top += rows) {
        search(top, Math.min(grey.rows(), top + rows), strength, dilated);
      }
    }
    return candidates;
  }

  /** What a corner's strength exceeds; known after {@link #search}. */
  float threshold() {
    return (float) Math.max(config.quality() * max, Math.nextDown((float) config.minStrength()));
  }

  private void search(int top, int bottom, Mat strength, Mat dilated) {
    int margin = margin(config.blockSize());
    int first = Math.max(0, top - margin);
    int last = Math.min(grey.rows(), bottom + margin);
    try (Scratch scratch = new Scratch()) {
      Mat rows = scratch.keep(grey.rowRange(first, last));
      Imgproc.cornerMinEigenVal(rows, strength, config.blockSize(), SOBEL_SIZE);
      Mat own = scratch.keep(strength.rowRange(top - first, bottom - first));
      max = Math.max(max, Core.minMaxLoc(own).maxVal);
      Imgproc.dilate(strength, dilated, scratch.mat());
    }
    for (int y = Math.max(1, top); y < Math.min(grey.rows() - 1, bottom); y++) {
      strength.get(y - first, 0, strengths);
      dilated.get(y - first, 0, greatest);
      addMaxima(y);
    }
  }

  private void addMaxima(int y) {
    float above = threshold(); // Of the strips until now: it only grows.
    for (int x = 1; x < strengths.length - 1; x++) {
      if (strengths[x] == greatest[x] && strengths[x] > above) {
        candidates.add(x, y, strengths[x]);
      }
    }
  }
}
