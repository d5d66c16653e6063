package io.lynceus.vision.image;

import io.lynceus.vision.natives.TurboJpeg;
import java.util.Optional;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;

/** Makes small copies of pictures: JPEG files, upright, without metadata. */
public final class SmallJpeg {
  /** The next one is tried when a file is too large: noise is. */
  private static final int[] QUALITIES = {75, 50, 25, 10, 5};

  private SmallJpeg() {}

  /**
   * A copy of what a work unit looks at, scaled down; one that is small already keeps its size.
   *
   * <p>The forms of the picture that others have asked for are used, and what is scaled stays one
   * of them.
   *
   * @param longSide pixels of the longer side at most, at least 1
   * @param mostBytes of the file
   * @return empty when the file would be larger in each quality
   * @throws UnreadableImageException when the picture cannot be decoded
   */
  public static Optional<byte[]> of(Picture picture, int longSide, int mostBytes)
      throws UnreadableImageException {
    Mat small = picture.small(longSide);
    for (int quality : QUALITIES) {
      byte[] file = encoded(small, quality);
      if (file.length <= mostBytes) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** By libturbojpeg if the system has it, which is faster; the files look the same. */
  private static byte[] encoded(Mat picture, int quality) {
    return TurboJpeg.loaded()
        .flatMap(turbo -> turbo.encoded(picture, quality))
        .orElseGet(() -> encodedByOpenCv(picture, quality));
  }

  static byte[] encodedByOpenCv(Mat picture, int quality) {
    try (Scratch scratch = new Scratch()) {
      MatOfByte file = scratch.keep(new MatOfByte());
      MatOfInt settings = scratch.keep(new MatOfInt(Imgcodecs.IMWRITE_JPEG_QUALITY, quality));
      Imgcodecs.imencode(".jpg", picture, file, settings);
      return file.toArray();
    }
  }
}
