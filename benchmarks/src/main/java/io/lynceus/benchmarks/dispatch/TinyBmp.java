package io.lynceus.benchmarks.dispatch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Makes valid BMP files of any size: black pixels of 24 bits, and a gap before them that fills the
 * rest.
 */
final class TinyBmp {
  /** The size of both headers and one row of one pixel. */
  static final int LEAST_BYTES = 58;

  private static final int HEADER_BYTES = 54;
  private static final int INFO_HEADER_BYTES = 40;
  private static final int PIXEL_BYTES = 3;

  private TinyBmp() {}

  /**
   * Makes a file of exactly {@code bytes} bytes, about as wide as high.
   *
   * @param bytes at least {@link #LEAST_BYTES}
   */
  static byte[] of(int bytes) {
    if (bytes < LEAST_BYTES) {
      throw new IllegalArgumentException("a BMP has at least " + LEAST_BYTES + " bytes");
    }
    int width = (int) Math.max(1, Math.sqrt((bytes - HEADER_BYTES) / (double) PIXEL_BYTES) / 2);
    int rowBytes = (width * PIXEL_BYTES + 3) / 4 * 4;
    int height = (bytes - HEADER_BYTES) / rowBytes;
    return ByteBuffer.allocate(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 'B')
        .put((byte) 'M')
        .putInt(bytes)
        .putInt(0)
        .putInt(bytes - height * rowBytes)
        .putInt(INFO_HEADER_BYTES)
        .putInt(width)
        .putInt(height)
        .putShort((short) 1)
        .putShort((short) (8 * PIXEL_BYTES))
        .array();
  }
}
