package io.lynceus.vision.inspection;

import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/**
 * The codes of a JPEG's table, and the symbols that they stand for.
 *
 * <p>Source: ITU-T T.81, annex C and figure F.16.
 */
final class HuffmanTable {
  private static final int MAX_BITS = 16;

  private final int[] greatest = new int[MAX_BITS + 1];
  private final int[] offsets = new int[MAX_BITS + 1];
  private final int[] symbols;

  /**
   * @param counts how many codes there are of 1, 2, … bits, up to 16
   * @param symbols of all codes, the shortest first
   * @throws DamagedDataException when there cannot be as many codes
   */
  HuffmanTable(int[] counts, int[] symbols) throws DamagedDataException {
    this.symbols = symbols;
    int code = 0;
    int place = 0;
    for (int bits = 1; bits <= MAX_BITS; bits++) {
      int count = bits <= counts.length ? counts[bits - 1] : 0;
      offsets[bits] = place - code;
      code += count;
      place += count;
      greatest[bits] = count == 0 ? -1 : code - 1;
      if (code > 1 << bits || place > symbols.length) {
        throw new DamagedDataException("a table has too many codes");
      }
      code <<= 1;
    }
  }

  /** Tables that a file may leave out, as Motion JPEG does: T.81, annex K.3. */
  static HuffmanTable standard(JPEGHuffmanTable table) {
    try {
      return new HuffmanTable(widened(table.getLengths()), widened(table.getValues()));
    } catch (DamagedDataException e) {
      throw new IllegalStateException("the JDK's table is wrong", e);
    }
  }

  private static int[] widened(short[] values) {
    int[] wide = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** The symbol of the next code. */
  int next(CodedBits bits) throws DamagedDataException {
    int code = 0;
    for (int length = 1; length <= MAX_BITS; length++) {
      code = code << 1 | bits.bit();
      if (code <= greatest[length]) {
        return symbols[offsets[length] + code];
      }
    }
    throw new DamagedDataException("no code of the table");
  }
}
