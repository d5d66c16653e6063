package io.lynceus.vision.image;

import java.nio.ByteBuffer;

/**
 * A PNG without all that its pixels do not need. libpng 1.6.37 loses its place behind an eXIf chunk
 * with a wrong start, such as the prefix that EXIF data has in a JPEG, and decodes nothing.
 */
final class PngPixels {
  private static final int SIGNATURE_BYTES = 8;

  /** Length, name and checksum. */
  private static final int CHUNK_BYTES = 12;

  private static final int IEND = 0x49454e44;

  /** Of the name, set in ancillary chunks (PNG specification, 5.4). */
  private static final int ANCILLARY = 0x20000000;

  private PngPixels() {}

  /**
   * A copy of the critical chunks, up to the end of the image.
   *
   * @param png from its position to its limit, which are left as they are
   */
  static ByteBuffer of(ByteBuffer png) {
    ByteBuffer file = png.slice();
    ByteBuffer kept = ByteBuffer.allocate(file.limit());
    kept.put(file.slice(0, Math.min(SIGNATURE_BYTES, file.limit())));
    int at = SIGNATURE_BYTES;
    while (at + CHUNK_BYTES <= file.limit()) {
      long bytes = CHUNK_BYTES + (file.getInt(at) & 0xffffffffL);
      int name = file.getInt(at + 4);
      if (bytes > file.limit() - at) {
        break;
      }
      if ((name & ANCILLARY) == 0) {
        kept.put(file.slice(at, (int) bytes));
      }
      if (name == IEND) {
        break;
      }
      at += (int) bytes;
    }
    return kept.flip();
  }
}
