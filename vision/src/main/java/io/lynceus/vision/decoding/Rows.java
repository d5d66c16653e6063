package io.lynceus.vision.decoding;

import java.nio.FloatBuffer;

/** An output with a row of numbers for each place, read a block of rows at a time. */
final class Rows {
  /** Floats that are read at once: they stay in the fastest cache. */
  private static final int BLOCK = 4096;

  private final FloatBuffer values;
  private final int width;

  /**
   * @param width numbers in a row
   */
  Rows(FloatBuffer values, int width) {
    this.values = values;
    this.width = width;
  }

  /** Told of each row. */
  interface Sink {
    /**
     * One row.
     *
     * @param block its numbers begin at {@code at}; not to be kept
     */
    void row(int index, float[] block, int at);
  }

  /** Tells all rows, in their order. */
  void forEach(Sink sink) {
    int count = values.capacity() / width;
    int rowsAtOnce = Math.max(1, BLOCK / width);
    float[] block = new float[rowsAtOnce * width];
    for (int first = 0; first < count; first += rowsAtOnce) {
      int rows = Math.min(rowsAtOnce, count - first);
      values.get(first * width, block, 0, rows * width);
      for (int i = 0; i < rows; i++) {
        sink.row(first + i, block, i * width);
      }
    }
  }

  /** A copy of a part of a row. */
  float[] part(int index, int from, int count) {
    float[] part = new float[count];
    values.get(index * width + from, part);
    return part;
  }
}
