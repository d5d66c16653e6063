package io.lynceus.vision.visible;

import io.lynceus.model.EncodedPng;
import io.lynceus.vision.image.Scratch;
import java.util.ArrayList;
import java.util.List;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * Writes pictures in colour as PNG files of a bounded size, always with all their pixels. What
 * would be larger gets fewer levels in each channel, and then coarser pixels.
 */
public final class BoundedPng {
  /** The largest file. A slave's message has 8 MiB at most. */
  public static final int MOST_BYTES = 4 << 20;

  /**
   * What writing takes at most beside the picture: a copy with fewer levels, a sample, and the
   * file.
   */
  public static final int WORK_BYTES_PER_PIXEL = 8;

  private static final int[] LEVELS = {256, 64, 32, 16, 8};
  private static final int[] COARSER = {2, 4, 8, 16, 32};
  private static final int STRIP = 16;
  private static final int EACH = 8;

  /** A sample may be a little easier than the rest. */
  private static final double MARGIN = 0.9;

  private BoundedPng() {}

  /**
   * Writes the picture.
   *
   * @param picture 8 bits in three channels; not changed
   * @throws IllegalArgumentException when nothing makes it small enough: it has billions of pixels
   */
  public static EncodedPng of(Mat picture, Scratch scratch) {
    return of(picture, MOST_BYTES, scratch);
  }

  static EncodedPng of(Mat picture, int most, Scratch scratch) {
    Mat sample = sample(picture, scratch);
    double whole = (double) picture.rows() / sample.rows();
    for (int levels : LEVELS) {
      try (Scratch own = new Scratch()) { // one copy at a time
        boolean mayFit =
            sample == picture
                || encoded(levelled(sample, levels, own)).length * whole <= MARGIN * most;
        if (mayFit) {
          byte[] file = encoded(levelled(picture, levels, own));
          if (file.length <= most) {
            return new EncodedPng(file);
          }
        }
      }
    }
    int fewest = LEVELS[LEVELS.length - 1];
    for (int coarser : COARSER) {
      try (Scratch own = new Scratch()) {
        byte[] file = encoded(levelled(coarse(picture, coarser, own), fewest, own));
        if (file.length <= most) {
          return new EncodedPng(file);
        }
      }
    }
    throw new IllegalArgumentException("a picture of this size has no small file");
  }

  /** Some strips of the picture, or all of a low one. */
  private static Mat sample(Mat picture, Scratch scratch) {
    if (picture.rows() < 2 * STRIP * EACH) {
      return picture;
    }
    List<Mat> strips = new ArrayList<>();
    for (int y = 0; y + STRIP <= picture.rows(); y += STRIP * EACH) {
      strips.add(scratch.keep(picture.rowRange(y, y + STRIP)));
    }
    Mat sample = scratch.mat();
    Core.vconcat(strips, sample);
    return sample;
  }

  private static Mat levelled(Mat picture, int levels, Scratch scratch) {
    if (levels > 255) {
      return picture;
    }
    byte[] table = new byte[256];
    for (int i = 0; i < table.length; i++) {
      table[i] = (byte) Math.round(Math.round(i * (levels - 1) / 255.0) * 255.0 / (levels - 1));
    }
    Mat levelTable = scratch.keep(new Mat(1, 256, CvType.CV_8UC1));
    levelTable.put(0, 0, table);
    Mat levelled = scratch.mat();
    Core.LUT(picture, levelTable, levelled);
    return levelled;
  }

  private static Mat coarse(Mat picture, int by, Scratch scratch) {
    Mat small = scratch.mat();
    Mat coarse = scratch.mat();
    Size size = new Size(Math.max(1, picture.cols() / by), Math.max(1, picture.rows() / by));
    Imgproc.resize(picture, small, size, 0, 0, Imgproc.INTER_AREA);
    Imgproc.resize(small, coarse, picture.size(), 0, 0, Imgproc.INTER_NEAREST);
    return coarse;
  }

  private static byte[] encoded(Mat picture) {
    try (Scratch own = new Scratch()) {
      MatOfByte file = own.keep(new MatOfByte());
      MatOfInt fast = own.keep(new MatOfInt(Imgcodecs.IMWRITE_PNG_COMPRESSION, 3));
      Imgcodecs.imencode(".png", picture, file, fast);
      return file.toArray();
    }
  }
}
