package io.lynceus.systemtests.hell;

import static io.lynceus.model.image.ImageFixtures.riff;
import static io.lynceus.model.image.ImageParts.chunk;

import java.util.BitSet;

/**
 * A lossless WebP (RFC 9649, section 3) of 1024 x 1024 pixels whose every 4 x 4 block has its own
 * prefix codes: 300 KB that make a decoder build 327,680 tables.
 */
final class WebpCodes {
  private static final int SIDE = 1024;
  private static final int GROUPS = (SIDE / 4) * (SIDE / 4);

  private final BitSet bits = new BitSet();
  private int length;

  private WebpCodes() {}

  static byte[] bomb() {
    WebpCodes file = new WebpCodes();
    file.write(0x2f, 8);
    file.write(SIDE - 1, 14);
    file.write(SIDE - 1, 14);
    file.write(0, 4); // no alpha, version 0
    file.write(0, 1); // no transform
    file.write(1, 1); // a colour cache, of the largest size: it makes tables larger
    file.write(11, 4);
    file.write(1, 1); // prefix codes differ by block
    file.write(0, 3); // of 4 x 4 pixels
    file.writeGroupNumbers();
    for (int group = 0; group < GROUPS; group++) {
      for (int code = 0; code < 5; code++) {
        file.writeCodeOfOneSymbol();
      }
    }
    byte[] data = new byte[(file.length + 7) / 8 + 8];
    byte[] set = file.bits.toByteArray();
    System.arraycopy(set, 0, data, 0, set.length);
    return riff(chunk("VP8L", data));
  }

  /** An image whose pixels are the group numbers: the high byte is red, the low byte green. */
  private void writeGroupNumbers() {
    write(0, 1); // no colour cache
    writeCodeOfBytes(256 + 24);
    writeCodeOfBytes(256);
    writeCodeOfOneSymbol();
    writeCodeOfOneSymbol();
    writeCodeOfOneSymbol();
    for (int group = 0; group < GROUPS; group++) {
      writeReversed(group & 0xff);
      writeReversed(group >> 8);
    }
  }

  private void writeCodeOfOneSymbol() {
    write(1, 1); // simple
    write(0, 1); // one symbol
    write(0, 1); // of one bit
    write(0, 1); // 0
  }

  /** Eight bits for each of the first 256 symbols, none for the others. */
  private void writeCodeOfBytes(int symbols) {
    write(0, 1); // not simple
    write(8, 4); // lengths of the lengths 17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8
    for (int i = 0; i < 12; i++) {
      write(i == 2 || i == 11 ? 1 : 0, 3); // the lengths 0 and 8 have one bit each
    }
    write(0, 1); // a length for every symbol
    for (int symbol = 0; symbol < symbols; symbol++) {
      write(symbol < 256 ? 1 : 0, 1);
    }
  }

  private void writeReversed(int value) {
    write(Integer.reverse(value) >>> 24, 8);
  }

  private void write(int value, int count) {
    for (int i = 0; i < count; i++) {
      bits.set(length++, (value >> i & 1) == 1);
    }
  }
}
