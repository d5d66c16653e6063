package io.lynceus.model.image;

import io.lynceus.model.image.RefusedImageException.Reason;

/**
 * How large an image may be. Checked before any memory is allocated for its pixels.
 *
 * @param bytes of the file
 * @param pixels width times height
 * @param side the longer side, in pixels
 */
public record ImageLimits(int bytes, long pixels, int side) {

  /** 32 MiB, 50 megapixels, 16384 pixels a side. */
  public static final ImageLimits DEFAULT = new ImageLimits(32 << 20, 50_000_000, 16_384);

  public ImageLimits {
    if (bytes < 1 || pixels < 1 || side < 1) {
      throw new IllegalArgumentException("image limits must be at least 1");
    }
  }

  /** Refuses an image of too many bytes as TOO_LARGE. */
  void checkBytes(long fileBytes) throws RefusedImageException {
    if (fileBytes > bytes) {
      throw new RefusedImageException(
          Reason.TOO_LARGE,
          "the image has more than "
              + bytes
              + " bytes: send a smaller one, or raise limits.image-bytes");
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
