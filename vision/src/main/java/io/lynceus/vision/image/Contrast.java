package io.lynceus.vision.image;

import org.opencv.core.Core;
import org.opencv.core.Core.MinMaxLocResult;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Tells a picture in which nothing can be seen: one colour, a dark room, a covered lens.
 *
 * <p>The picture's brightness is averaged over the cells of a coarse grid, so that a sensor's noise
 * goes; a median before it removes dead and hot pixels. What a wide Gaussian of the grid shows is
 * taken away, because a covered lens has slow gradients. What is left is the spread, from the
 * darkest cell to the brightest one.
 *
 * <p>Spreads that were measured, in levels of 0 to 255: 0 to 6 of one colour under noise with a
 * standard deviation of up to 5; 4 to 9 of a covered lens with a vignette of 10 to 20; 9 of a lamp
 * that is half a hundredth of the width; 11 of a person of a fiftieth of the width, 8 levels
 * brighter than the night around; 30 of line drawings; 60 and more of 640 photographs.
 */
final class Contrast {
  /** In levels; below it, a picture is flat. */
  private static final double LEAST_SPREAD = 8;

  /** Pixels of the longer side that are looked at: more would cost time and tell nothing new. */
  private static final int SAMPLED_SIDE = 512;

  /** A smaller sample is enough for most pictures: with such a spread there, none is flat. */
  private static final int QUICK_SIDE = 128;

  private static final double CLEAR_SPREAD = 40;

  private static final int MOST_CELLS = 64;
  private static final int FEWEST_CELLS = 16;
  private static final int CELL_SIDE = 8;
  private static final int MEDIAN_SIDE = 3;

  /** Standard deviation of the wide Gaussian, in parts of the grid's longer side. */
  private static final double SLOW = 0.1;

  private Contrast() {}

  /**
   * Whether nothing can be seen.
   *
   * @param picture 8 bits, 1 or 3 channels, in whatever size it was decoded
   */
  static boolean isFlat(Mat picture) {
    return spread(picture, QUICK_SIDE) < CLEAR_SPREAD
        && spread(picture, SAMPLED_SIDE) < LEAST_SPREAD;
  }

  /** From the darkest cell to the brightest one, of a sample with that longer side. */
  private static double spread(Mat picture, int side) {
    try (Scratch scratch = new Scratch()) {
      Mat median = median(grey(sample(picture, side, scratch), scratch), scratch);
      Mat grid = scratch.keep(grid(median));
      Mat slow = scratch.mat();
      double sigma = SLOW * Math.max(grid.cols(), grid.rows());
      Imgproc.GaussianBlur(grid, slow, new Size(), sigma, sigma, Core.BORDER_REFLECT);
      Core.subtract(grid, slow, grid);
      MinMaxLocResult ends = Core.minMaxLoc(grid);
      return ends.maxVal - ends.minVal;
    }
  }

  /** The picture itself, or some of its pixels when it is large; of any depth. */
  static Mat sample(Mat picture, Scratch scratch) {
    return sample(picture, SAMPLED_SIDE, scratch);
  }

  private static Mat sample(Mat picture, int side, Scratch scratch) {
    if (Math.max(picture.cols(), picture.rows()) <= side) {
      return picture;
    }
    Mat sample = scratch.mat();
    Imgproc.resize(picture, sample, within(picture, side), 0, 0, Imgproc.INTER_NEAREST);
    return sample;
  }

  /** Without single pixels that differ from all around. */
  static Mat median(Mat sample, Scratch scratch) {
    Mat median = scratch.mat();
    Imgproc.medianBlur(sample, median, MEDIAN_SIDE);
    return median;
  }

  private static Mat grey(Mat sample, Scratch scratch) {
    if (sample.channels() == 1) {
      return sample;
    }
    Mat grey = scratch.mat();
    Imgproc.cvtColor(sample, grey, Imgproc.COLOR_BGR2GRAY);
    return grey;
  }

  private static Mat grid(Mat grey) {
    int longSide = Math.max(grey.cols(), grey.rows());
    int cells = Math.min(MOST_CELLS, Math.max(FEWEST_CELLS, longSide / CELL_SIDE));
    Mat grid = new Mat();
    grey.convertTo(grid, CvType.CV_32F);
    if (cells < longSide) {
      Imgproc.resize(grid, grid, within(grey, cells), 0, 0, Imgproc.INTER_AREA);
    }
    return grid;
  }

  private static Size within(Mat picture, int longSide) {
    var size = new io.lynceus.vision.image.Size(picture.cols(), picture.rows());
    var scaled = size.withLongSide(longSide);
    return new Size(scaled.width(), scaled.height());
  }
}
