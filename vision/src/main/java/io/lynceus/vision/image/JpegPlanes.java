package io.lynceus.vision.image;

import io.lynceus.model.image.ImageHeader;
import io.lynceus.vision.inspection.Inspection;
import io.lynceus.vision.natives.TurboJpeg;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.imgproc.Imgproc;

/**
 * A JPEG as it is stored: the brightness of each pixel, and two colour differences, which mostly
 * are half as wide and half as high. Upright, 8 bits, in native memory, which the owner of this
 * frees.
 *
 * <p>Colours are made of them at the size that is wanted: first the planes are scaled, then
 * converted (JFIF 1.02: all 256 levels, weights of ITU-R BT.601).
 *
 * @param brightness of the picture's own size
 * @param blue difference; 128 where there is no colour
 * @param red difference
 * @param shaded whether there are more levels of brightness than a {@link Halftone} has
 */
record JpegPlanes(Mat brightness, Mat blue, Mat red, boolean shaded) {
  private static final int HALF = 2;

  /**
   * Decodes a JPEG.
   *
   * @return empty when the file is not a whole and plain JPEG in YCbCr, or there is no memory for
   *     it: then {@link ImageDecoder} has to say what it is
   */
  static Optional<JpegPlanes> of(ByteBuffer file, ImageHeader header, TurboJpeg decoder) {
    if (!Inspection.isPlainJpeg(file)) {
      return Optional.empty();
    }
    try (Scratch scratch = new Scratch()) {
      Mat encoded = scratch.keep(ImageDecoder.encoded(file.slice()));
      List<Mat> planes = decoder.planes(encoded, header.width(), header.height()).orElse(List.of());
      return planes.isEmpty() ? Optional.empty() : Optional.of(upright(planes, header));
    } catch (CvException e) {
      return Optional.empty();
    }
  }

  private static JpegPlanes upright(List<Mat> planes, ImageHeader header) {
    int orientation = header.orientation();
    try {
      Mat whole = cut(planes.get(0), header.width(), header.height());
      Mat brightness = Orientation.upright(whole, orientation);
      return new JpegPlanes(
          brightness,
          Orientation.upright(planes.get(1), orientation),
          Orientation.upright(planes.get(2), orientation),
          Halftone.isShaded(brightness));
    } catch (CvException e) {
      planes.forEach(Mat::release);
      throw e;
    }
  }

  /**
   * Without what rounds the picture up to whole samples of the colour differences: a copy, since
   * filters of OpenCV look at what lies around a part of a Mat.
   */
  private static Mat cut(Mat plane, int width, int height) {
    if (plane.cols() == width && plane.rows() == height) {
      return plane;
    }
    Mat picture = plane.submat(new Rect(0, 0, width, height));
    try {
      return picture.clone();
    } finally {
      picture.release();
      plane.release();
    }
  }

  /**
   * The colours, blue first, a new Mat.
   *
   * @param reduction 1 for the picture's own size; 2, 4 or 8 for a part of it, rounded down
   */
  Mat colour(int reduction) {
    try (Scratch scratch = new Scratch()) {
      Mat reduced = brightness;
      for (int i = reduction; i > 1; i /= HALF) {
        reduced = scratch.keep(halved(reduced));
      }
      Size size = Scaling.size(reduced);
      return colour(
          reduced,
          reduced(blue, reduction, size, scratch),
          reduced(red, reduction, size, scratch),
          scratch);
    }
  }

  /** A quarter of the pixels, each the mean of four; of an odd side the last one is left out. */
  private static Mat halved(Mat plane) {
    Size half = new Size(Math.max(1, plane.cols() / HALF), Math.max(1, plane.rows() / HALF));
    int columns = Math.min(plane.cols(), HALF * half.width());
    int rows = Math.min(plane.rows(), HALF * half.height());
    Mat even = plane.submat(new Rect(0, 0, columns, rows));
    try {
      return Scaling.resized(even, half, Imgproc.INTER_AREA);
    } finally {
      even.release();
    }
  }

  private Mat reduced(Mat difference, int reduction, Size size, Scratch scratch) {
    Mat reduced = difference;
    double across = pixelsAcross(difference);
    double down = pixelsDown(difference);
    while (across < reduction && down < reduction) {
      reduced = scratch.keep(halved(reduced));
      across *= HALF;
      down *= HALF;
    }
    return scaled(reduced, across / reduction, down / reduction, size, false, scratch);
  }

  /** Pixels in a row that share a sample; the last sample of a row may stand for fewer. */
  private double pixelsAcross(Mat difference) {
    return Math.ceil((double) brightness.cols() / difference.cols());
  }

  private double pixelsDown(Mat difference) {
    return Math.ceil((double) brightness.rows() / difference.rows());
  }

  /**
   * Whether {@link #scaled} gives the picture of that size. Else it is scaled from {@link #colour}:
   * a large one because its half is needed anyway, and one that may have to be smoothed.
   *
   * @param reduction at which the picture would be scaled
   */
  boolean givesScaled(int reduction, Size size) {
    return reduction == 1 && shaded && !size.equals(Scaling.size(brightness));
  }

  /** The colours, blue first, scaled to another size: a new Mat. */
  Mat scaled(Size size) {
    double across = (double) size.width() / brightness.cols();
    double down = (double) size.height() / brightness.rows();
    boolean enlarged = Math.max(across, down) > 1;
    try (Scratch scratch = new Scratch()) {
      List<Mat> planes =
          Stream.of(brightness, blue, red)
              .map(
                  plane ->
                      scaled(
                          plane,
                          across * pixelsAcross(plane),
                          down * pixelsDown(plane),
                          size,
                          enlarged,
                          scratch))
              .toList();
      return colour(planes.get(0), planes.get(1), planes.get(2), scratch);
    }
  }

  /**
   * A plane scaled by these factors, and what is too much at its right and lower sides cut off.
   *
   * @param enlarged whether the picture becomes larger, and not this plane alone
   */
  private static Mat scaled(
      Mat plane, double across, double down, Size size, boolean enlarged, Scratch scratch) {
    boolean enough =
        Math.rint(plane.cols() * across) >= size.width()
            && Math.rint(plane.rows() * down) >= size.height();
    int interpolation = interpolation(across, down, enlarged);
    if (!enough) { // of a picture that is a few pixels wide or high
      return scratch.keep(Scaling.resized(plane, size, interpolation));
    }
    Mat scaled = plane;
    if (across != 1 || down != 1) {
      scaled = scratch.mat();
      Imgproc.resize(plane, scaled, new org.opencv.core.Size(), across, down, interpolation);
    }
    return scratch.keep(scaled.submat(new Rect(0, 0, size.width(), size.height())));
  }

  private static int interpolation(double across, double down, boolean enlarged) {
    if (enlarged) {
      return Imgproc.INTER_CUBIC;
    }
    boolean smaller = Math.max(across, down) <= 1;
    return smaller ? Scaling.shrinking(Math.min(across, down)) : Imgproc.INTER_LINEAR;
  }

  private static Mat colour(Mat brightness, Mat blue, Mat red, Scratch scratch) {
    Mat merged = scratch.mat();
    Core.merge(List.of(brightness, red, blue), merged);
    Mat colour = new Mat();
    Imgproc.cvtColor(merged, colour, Imgproc.COLOR_YCrCb2BGR);
    return colour;
  }

  void release() {
    brightness.release();
    blue.release();
    red.release();
  }
}
