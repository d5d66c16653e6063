package io.lynceus.vision.match;

import io.lynceus.vision.image.Scratch;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * The gradient's magnitude of a picture in one size, in which patterns are looked for.
 *
 * <p>A score is the normalised cross-correlation of two such magnitudes without their means: what a
 * change of light adds or multiplies does not count. Source: Lewis, "Fast Normalized
 * Cross-Correlation", Vision Interface 1995; OpenCV's {@code TM_CCOEFF_NORMED}.
 *
 * @param magnitude of the gradient, grey levels a pixel
 * @param squares of it
 */
record GradientLevel(Mat magnitude, Mat squares) {
  /** A place whose gradient varies less is flat; its score would be that of its noise. */
  private static final double LEAST_DEVIATION = 1.5;

  private static final double SOBEL = 1 / 8.0;
  private static final double BLUR = 0.8;

  /** Of a picture of 8 bits a pixel, which is not changed. */
  static GradientLevel of(Mat grey, Scratch scratch) {
    Mat magnitude = magnitude(grey, scratch);
    Mat squares = scratch.mat();
    Core.multiply(magnitude, magnitude, squares);
    return new GradientLevel(magnitude, squares);
  }

  /** The gradient's magnitude. */
  static Mat magnitude(Mat grey, Scratch scratch) {
    Mat smooth = scratch.mat();
    Mat dx = scratch.mat();
    Mat dy = scratch.mat();
    Mat magnitude = scratch.mat();
    grey.convertTo(smooth, CvType.CV_32F);
    Imgproc.GaussianBlur(smooth, smooth, new Size(), BLUR);
    Imgproc.Sobel(smooth, dx, CvType.CV_32F, 1, 0, 3, SOBEL);
    Imgproc.Sobel(smooth, dy, CvType.CV_32F, 0, 1, 3, SOBEL);
    Core.magnitude(dx, dy, magnitude);
    return magnitude;
  }

  /** Whether a gradient has too little in it to be known by. */
  static boolean isFlat(Mat magnitude) {
    try (Scratch scratch = new Scratch()) {
      var mean = scratch.keep(new org.opencv.core.MatOfDouble());
      var deviation = scratch.keep(new org.opencv.core.MatOfDouble());
      Core.meanStdDev(magnitude, mean, deviation);
      return deviation.toArray()[0] < LEAST_DEVIATION;
    }
  }

  /**
   * The scores at each place of the template's upper left corner within an area, 0 where the
   * picture is flat.
   *
   * @param area at least as large as the template
   */
  Mat scores(Mat template, Rect area, Scratch scratch) {
    Mat part = scratch.keep(magnitude.submat(area));
    Mat scores = scratch.mat();
    Imgproc.matchTemplate(part, template, scores, Imgproc.TM_CCOEFF_NORMED);
    Core.patchNaNs(scores, 0);
    Mat flat = flat(part, scratch.keep(squares.submat(area)), template.size(), scratch);
    scores.setTo(new Scalar(0), flat);
    return scores;
  }

  private static Mat flat(Mat values, Mat squared, Size window, Scratch scratch) {
    Mat mean = scratch.mat();
    Mat variance = scratch.mat();
    Mat flat = scratch.mat();
    Point corner = new Point(0, 0);
    Imgproc.boxFilter(values, mean, CvType.CV_32F, window, corner, true, Core.BORDER_REPLICATE);
    Imgproc.boxFilter(
        squared, variance, CvType.CV_32F, window, corner, true, Core.BORDER_REPLICATE);
    Core.multiply(mean, mean, mean);
    Core.subtract(variance, mean, variance);
    Core.compare(variance, new Scalar(LEAST_DEVIATION * LEAST_DEVIATION), flat, Core.CMP_LT);
    int across = values.cols() - (int) window.width + 1;
    int down = values.rows() - (int) window.height + 1;
    return scratch.keep(flat.submat(0, down, 0, across));
  }
}
