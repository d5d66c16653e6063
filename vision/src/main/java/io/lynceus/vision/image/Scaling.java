package io.lynceus.vision.image;

import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/** How pictures are made smaller and larger for networks. */
final class Scaling {
  /**
   * From here on down, {@code INTER_AREA} looks at all pixels and linear interpolation does not.
   */
  private static final double AREA_BELOW = 0.5;

  private Scaling() {}

  /** What the networks see best: enlarged by linear interpolation, faces appear where none are. */
  static int interpolation(double scale) {
    return scale > 1 ? Imgproc.INTER_CUBIC : shrinking(scale);
  }

  /** The same without a sharper way to enlarge. */
  static int shrinking(double scale) {
    return scale < AREA_BELOW ? Imgproc.INTER_AREA : Imgproc.INTER_LINEAR;
  }

  /** A new Mat of that size. */
  static Mat resized(Mat picture, Size size, int interpolation) {
    Mat resized = new Mat();
    Imgproc.resize(
        picture,
        resized,
        new org.opencv.core.Size(size.width(), size.height()),
        0,
        0,
        interpolation);
    return resized;
  }

  static Size size(Mat picture) {
    return new Size(picture.cols(), picture.rows());
  }
}
