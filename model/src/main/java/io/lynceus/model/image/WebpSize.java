package io.lynceus.model.image;

import java.nio.ByteBuffer;

/**
 * The size that one of a WebP's chunks declares. All methods take the chunk's data, little-endian.
 *
 * @param width at least 1
 * @param height at least 1
 */
record WebpSize(int width, int height) {
  private static final int CANVAS_BYTES = 10;
  private static final int ANIMATED = 0x02;

  private static final int VP8_HEAD_BYTES = 10;
  private static final int VP8_START_CODE = 0x2a019d;
  private static final int MACROBLOCK = 16;

  private static final int VP8L_HEAD_BYTES = 5;
  private static final int VP8L_SIGNATURE = 0x2f;

  /** VP8X: RFC 9649, section 2.7. */
  static WebpSize ofCanvas(ByteBuffer data) throws RefusedImageException {
    if (data.limit() < CANVAS_BYTES) {
      throw corrupt();
    }
    if ((data.get(0) & ANIMATED) != 0) {
      throw RefusedImageException.unsupported(
          "an animated WebP is not accepted: send one frame of it");
    }
    return new WebpSize(1 + (data.getInt(3) >>> 8), 1 + (data.getInt(6) >>> 8));
  }

  /**
   * VP8: RFC 6386, section 9.1. The first partition holds the prediction modes of every macroblock,
   * which take more than three bits each, even in a picture of one colour.
   */
  static WebpSize ofVp8(ByteBuffer data) throws RefusedImageException {
    if (data.limit() < VP8_HEAD_BYTES || data.getInt(2) >>> 8 != VP8_START_CODE) {
      throw corrupt();
    }
    int tag = data.getInt(0) & 0xffffff;
    boolean shownKeyFrame = (tag & 0x11) == 0x10;
    int partitionBytes = tag >> 5;
    int width = data.getShort(6) & 0x3fff;
    int height = data.getShort(8) & 0x3fff;
    if (!shownKeyFrame || width == 0 || height == 0 || partitionBytes >= data.limit()) {
      throw corrupt();
    }
    long macroblocks = (long) macroblocks(width) * macroblocks(height);
    if (partitionBytes * 8L < macroblocks * 2) {
      throw RefusedImageException.corrupt("the WebP has too few bytes for the pixels it claims");
    }
    return new WebpSize(width, height);
  }

  /**
   * VP8L: RFC 9649, section 3.4. A run may cover the whole picture, so bytes do not bound pixels.
   */
  static WebpSize ofVp8l(ByteBuffer data) throws RefusedImageException {
    if (data.limit() < VP8L_HEAD_BYTES || data.get(0) != VP8L_SIGNATURE) {
      throw corrupt();
    }
    int bits = data.getInt(1);
    if (bits >>> 29 != 0) {
      throw corrupt();
    }
    return new WebpSize(1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff));
  }

  private static int macroblocks(int pixels) {
    return (pixels + MACROBLOCK - 1) / MACROBLOCK;
  }

  private static RefusedImageException corrupt() {
    return RefusedImageException.corrupt("the WebP's picture has no valid header");
  }
}
