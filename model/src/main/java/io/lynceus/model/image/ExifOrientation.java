package io.lynceus.model.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the orientation out of EXIF data (CIPA DC-008: a TIFF directory with tag 0x0112). EXIF data
 * is often broken, and never a reason to refuse an image.
 */
final class ExifOrientation {
  static final int UPRIGHT = 1;

  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY_BYTES = 12;

  /** "Exif", 0, 0: stands before the directory in JPEG, and in some PNG and WebP files. */
  private static final ByteBuffer PREFIX = ByteBuffer.wrap(new byte[] {'E', 'x', 'i', 'f', 0, 0});

  private ExifOrientation() {}

  static boolean hasPrefix(ByteBuffer data) {
    return data.remaining() >= PREFIX.remaining()
        && data.slice(data.position(), PREFIX.remaining()).equals(PREFIX);
  }

  /**
   * Reads the orientation.
   *
   * @param data EXIF data with or without its prefix, from its position to its limit
   * @return 1 to 8; 1 when nothing, or nothing sensible, is said
   */
  static int of(ByteBuffer data) {
    ByteBuffer tiff = data.slice();
    if (hasPrefix(tiff)) {
      tiff = tiff.position(PREFIX.remaining()).slice();
    }
    if (tiff.limit() < 8) {
      return UPRIGHT;
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = tiff.getInt(4) & 0xffffffffL;
    if (tiff.getShort(2) != 42 || directory + 2 > tiff.limit()) {
      return UPRIGHT;
    }
    int entries = tiff.getShort((int) directory) & 0xffff;
    long entry = directory + 2;
    for (int i = 0; i < entries && entry + ENTRY_BYTES <= tiff.limit(); i++) {
      int at = (int) entry;
      if (tiff.getShort(at) == TAG && tiff.getShort(at + 2) == SHORT) {
        int value = tiff.getShort(at + 8);
        return value >= 1 && value <= 8 ? value : UPRIGHT;
      }
      entry += ENTRY_BYTES;
    }
    return UPRIGHT;
  }
}
