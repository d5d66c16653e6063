package io.lynceus.vision.inspection;

import java.nio.ByteBuffer;

/**
 * The bits of coded data between two markers, without the zeros that are stuffed behind FF.
 *
 * <p>Source: ITU-T T.81, F.2.2.5.
 */
final class CodedBits {
  private static final int FF = 0xff;

  private final ByteBuffer file;
  private final int end;
  private int at;
  private int current;
  private int left;

  /**
   * @param from offset of the first byte
   * @param end offset behind the last byte, where a marker starts
   */
  CodedBits(ByteBuffer file, int from, int end) {
    this.file = file;
    this.at = from;
    this.end = end;
  }

  /**
   * The next bit.
   *
   * @throws DamagedDataException if the data has no more bits
   */
  int bit() throws DamagedDataException {
    if (left == 0) {
      if (at >= end) {
        throw new DamagedDataException("no more data");
      }
      current = file.get(at++) & FF;
      at += current == FF ? 1 : 0;
      left = Byte.SIZE;
    }
    return current >> --left & 1;
  }

  /** The next bits as a number, at most 16. */
  int bits(int count) throws DamagedDataException {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 1 | bit();
    }
    return value;
  }

  /** Whether all has been read. */
  boolean isExhausted() {
    return at >= end && left == 0;
  }

  /**
   * Whether what is left may be there to fill up: less than {@code codedBits}, or bytes that are 00
   * or FF.
   *
   * @param codedBits of the smallest thing that can be coded
   */
  boolean isPadding(int codedBits) {
    if ((long) (end - at) * Byte.SIZE < codedBits) {
      return true;
    }
    for (int i = at; i < end; i++) {
      int value = file.get(i) & FF;
      if (value != 0 && value != FF) {
        return false;
      }
    }
    return true;
  }
}
