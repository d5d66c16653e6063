package io.lynceus.master.gateway.items.archive;

import io.lynceus.model.image.ImageLimits;

/**
 * How much compressed data may become. A connection may unpack {@code besides + ratio × packed}
 * bytes. Photographs hardly shrink; a BMP of one colour shrinks to a thousandth.
 *
 * @param besides bytes, so that one image of any kind is always allowed
 * @param ratio bytes for each byte that was sent
 * @param entries of the archives of a connection
 */
public record UnpackingLimits(long besides, int ratio, int entries) {
  private static final int RATIO = 100;
  private static final int ENTRIES = 1_000_000;

  /** The limits where images have these. */
  public static UnpackingLimits of(ImageLimits images) {
    return new UnpackingLimits(2L * images.bytes(), RATIO, ENTRIES);
  }
}
