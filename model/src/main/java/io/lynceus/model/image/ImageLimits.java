package io.lynceus.model.image;

import io.lynceus.model.image.RefusedImageException.Reason;
import io.lynceus.model.settings.Check;

/**
 * How large an image may be. Checked before any memory is allocated for its pixels.
 *
 * @param bytes of the file, at least 1
 * @param pixels width times height, 1 to 1,073,741,824
 * @param side the longer side, in pixels, 1 to 1,048,576
 */
public record ImageLimits(int bytes, long pixels, int side) {
  private static final int MOST_BYTES = 1 << 30;

  // OpenCV decodes nothing larger.
  private static final int MOST_PIXELS = 1 << 30;
  public static final int LONGEST_SIDE = 1 << 20;

  /** For images whose sender is trusted: all that OpenCV decodes, of at most 1 GiB. */
  public static final ImageLimits LARGEST = new ImageLimits(MOST_BYTES, MOST_PIXELS, LONGEST_SIDE);

  public ImageLimits {
    Check.size("limits.image-bytes", bytes, 1, Integer.MAX_VALUE);
    Check.wholeNumber("limits.pixels", pixels, 1, MOST_PIXELS);
    Check.wholeNumber("limits.side", side, 1, LONGEST_SIDE);
  }

  /**
   * The limits of a settings file: files of at most 1 GiB.
   *
   * @throws IllegalArgumentException naming the key whose value is out of its range
   */
  public static ImageLimits of(long bytes, long pixels, int side) {
    Check.size("limits.image-bytes", bytes, 1, MOST_BYTES);
    return new ImageLimits((int) bytes, pixels, side);
  }

  /** Refuses an image of too many bytes as TOO_LARGE. */
  void checkBytes(long fileBytes) throws RefusedImageException {
    if (fileBytes > bytes) {
      throw new RefusedImageException(
          Reason.TOO_LARGE,
          "the image has more than "
              + bytes
              + " bytes: send a smaller one, or ask for a larger limits.image-bytes");
    }
  }

  /** Refuses an image of too many pixels, or with a too long side, as TOO_MANY_PIXELS. */
  void checkPixels(long width, long height) throws RefusedImageException {
    if (Math.max(width, height) > side || width * height > pixels) {
      throw new RefusedImageException(
          Reason.TOO_MANY_PIXELS,
          "the image is "
              + width
              + " x "
              + height
              + "; at most "
              + pixels
              + " pixels and "
              + side
              + " a side are accepted: send it scaled down");
    }
  }

  /** Whether an image with that header has few enough pixels, and sides short enough. */
  public boolean allow(ImageHeader header) {
    return Math.max(header.width(), header.height()) <= side && header.pixels() <= pixels;
  }
}
