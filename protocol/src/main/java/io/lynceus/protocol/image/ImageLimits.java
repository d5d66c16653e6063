package io.lynceus.protocol.image;

/**
 * How large an image may be. Checked before anything is allocated for its pixels.
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
      throw new IllegalArgumentException("image limits are at least 1");
    }
  }
}
