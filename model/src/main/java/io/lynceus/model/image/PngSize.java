package io.lynceus.model.image;

import java.nio.ByteBuffer;

/**
 * The content of a PNG's IHDR chunk (PNG specification, section 11.2.2).
 *
 * @param bitsPerPixel 1 to 64
 */
record PngSize(int width, int height, int bitsPerPixel, boolean paletted, boolean interlaced) {
  private static final int IHDR_BYTES = 13;
  private static final int DEPTH_AT = 8;

  /** The Adam7 passes of an interlaced image: first column and row, column step and row step. */
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  static PngSize of(ByteBuffer ihdr) throws RefusedImageException {
    if (ihdr.limit() != IHDR_BYTES) {
      throw RefusedImageException.corrupt("the PNG's IHDR chunk has a wrong length");
    }
    int width = ihdr.getInt(0);
    int height = ihdr.getInt(4);
    int depth = ihdr.get(DEPTH_AT);
    int colour = ihdr.get(9);
    boolean plain = ihdr.get(10) == 0 && ihdr.get(11) == 0;
    int interlace = ihdr.get(12);
    if (width < 1 || height < 1 || !plain || interlace < 0 || interlace > 1) {
      throw RefusedImageException.corrupt("the PNG's IHDR chunk is invalid");
    }
    return new PngSize(width, height, depth * samples(colour, depth), colour == 3, interlace == 1);
  }

  /** Whether the file, a PNG whose header was found intact, has 16 bits a sample. */
  static boolean isDeep(ByteBuffer file) {
    int at = PngChunk.SIGNATURE_BYTES + PngChunk.HEAD_BYTES + DEPTH_AT;
    return at < file.limit() && file.get(at) == 16;
  }

  /** Samples per pixel of this colour type, which allows only some depths. */
  private static int samples(int colour, int depth) throws RefusedImageException {
    boolean whole = depth == 8 || depth == 16;
    boolean part = depth == 1 || depth == 2 || depth == 4;
    if ((colour == 0 && (whole || part)) || (colour == 3 && (part || depth == 8))) {
      return 1;
    }
    if (whole && colour == 2) {
      return 3;
    }
    if (whole && colour == 4) {
      return 2;
    }
    if (whole && colour == 6) {
      return 4;
    }
    throw RefusedImageException.corrupt(
        "the PNG claims colour type " + colour + " with " + depth + " bits");
  }

  /** Bytes that its data expands to: the rows of every pass, each with a filter byte. */
  long rowsBytes() {
    if (!interlaced) {
      return rowsBytes(width, height);
    }
    long bytes = 0;
    for (int[] pass : PASSES) {
      bytes +=
          rowsBytes(
              Math.max(0, (width - pass[0] + pass[2] - 1) / pass[2]),
              Math.max(0, (height - pass[1] + pass[3] - 1) / pass[3]));
    }
    return bytes;
  }

  private long rowsBytes(long columns, long rows) {
    return columns == 0 ? 0 : rows * (1 + (columns * bitsPerPixel + 7) / 8);
  }
}
