package io.lynceus.examples.plugin;

import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfDouble;
import org.opencv.imgproc.Imgproc;

/**
 * How sharp a grey picture is: the variance of its Laplacian, in grey levels squared. A blurred
 * picture has less than about 100, a sharp one of a scene with detail several hundred.
 *
 * <p>Source: Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", ICPR 2000.
 */
final class Sharpness {
  /** The Laplacian has 16 bits a pixel. */
  static final int WORK_BYTES_PER_PIXEL = 2;

  private Sharpness() {}

  /**
   * The variance of the Laplacian.
   *
   * @param grey 8 bits a pixel, at least one pixel; not changed
   */
  static double of(Mat grey) {
    Mat laplacian = new Mat();
    MatOfDouble mean = new MatOfDouble();
    MatOfDouble deviation = new MatOfDouble();
    try {
      Imgproc.Laplacian(grey, laplacian, CvType.CV_16S);
      Core.meanStdDev(laplacian, mean, deviation);
      double value = deviation.get(0, 0)[0];
      return value * value;
    } finally {
      laplacian.release();
      mean.release();
      deviation.release();
    }
  }
}
