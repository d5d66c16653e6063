package io.lynceus.vision.inspection;

import io.lynceus.vision.inspection.JpegFrame.Coding;
import io.lynceus.vision.inspection.JpegFrame.Component;
import io.lynceus.vision.inspection.JpegScan.Part;
import org.jspecify.annotations.Nullable;

/**
 * Reads the coefficients of one scan, block by block, and keeps none of their values: only the
 * order of bits is checked.
 *
 * <p>Source: ITU-T T.81, F.2.2 and G.1.2.
 */
final class BlockReader {
  private static final int COEFFICIENTS = 64;

  /** With 8 bits a sample, a DC difference takes no more. */
  private static final int MAX_DC_BITS = 11;

  private static final int SKIP_16 = 15;

  private final JpegScan scan;
  private final long[][] nonzero;
  private int blocksAtEnd;

  /**
   * @param nonzero of a progressive picture: by component and block, a bit for each coefficient
   *     that earlier scans have brought; this scan adds its own
   */
  BlockReader(JpegScan scan, long[][] nonzero) {
    this.scan = scan;
    this.nonzero = nonzero;
  }

  /** A restart interval starts. */
  void restart() {
    blocksAtEnd = 0;
  }

  /**
   * Reads a unit of the scan.
   *
   * @param number of the unit, from 0
   */
  void read(int number, CodedBits bits) throws DamagedDataException {
    if (scan.parts().size() == 1) {
      Part part = scan.parts().get(0);
      int across = part.component().blocksAcross();
      read(part, number % across, number / across, bits);
      return;
    }
    int column = number % scan.frame().mcusAcross();
    int row = number / scan.frame().mcusAcross();
    for (Part part : scan.parts()) {
      Component component = part.component();
      for (int y = 0; y < component.down(); y++) {
        for (int x = 0; x < component.across(); x++) {
          read(part, column * component.across() + x, row * component.down() + y, bits);
        }
      }
    }
  }

  private void read(Part part, int column, int row, CodedBits bits) throws DamagedDataException {
    if (scan.frame().coding() == Coding.SEQUENTIAL) {
      readDc(part, bits);
      readAll(needed(part.ac()), bits);
    } else if (scan.first() == 0) {
      if (scan.before() == 0) {
        readDc(part, bits);
      } else {
        bits.bit();
      }
    } else {
      int block = row * scan.frame().storedAcross(part.component()) + column;
      long[] known = nonzero[part.component().place()];
      known[block] =
          scan.before() == 0
              ? readFirst(known[block], needed(part.ac()), bits)
              : readMore(known[block], needed(part.ac()), bits);
    }
  }

  private static HuffmanTable needed(@Nullable HuffmanTable table) throws DamagedDataException {
    if (table == null) {
      throw new DamagedDataException("a table is missing");
    }
    return table;
  }

  private static void readDc(Part part, CodedBits bits) throws DamagedDataException {
    int length = needed(part.dc()).next(bits);
    if (length > MAX_DC_BITS) {
      throw new DamagedDataException("a difference that cannot be");
    }
    bits.bits(length);
  }

  private static void readAll(HuffmanTable table, CodedBits bits) throws DamagedDataException {
    int at = 1;
    while (at < COEFFICIENTS) {
      int symbol = table.next(bits);
      int length = symbol & 0xf;
      if (length == 0) {
        if (symbol >> 4 != SKIP_16) {
          return;
        }
        at += SKIP_16 + 1;
      } else {
        at += (symbol >> 4) + 1;
        bits.bits(length);
      }
      if (at > COEFFICIENTS) {
        throw new DamagedDataException("more than 64 coefficients");
      }
    }
  }

  /** The first bits of AC coefficients. Returns the block with those that are not zero. */
  private long readFirst(long known, HuffmanTable table, CodedBits bits)
      throws DamagedDataException {
    if (endsBefore()) {
      return known;
    }
    long block = known;
    for (int at = scan.first(); at <= scan.last(); at++) {
      int symbol = table.next(bits);
      int run = symbol >> 4;
      if ((symbol & 0xf) == 0) {
        if (run != SKIP_16) {
          ends(run, bits);
          return block;
        }
        at += SKIP_16;
      } else {
        at += run;
        bits.bits(symbol & 0xf);
        block |= 1L << inBand(at);
      }
    }
    return block;
  }

  /** One more bit of AC coefficients, G.1.2.3. Returns the block with those that are not zero. */
  private long readMore(long known, HuffmanTable table, CodedBits bits)
      throws DamagedDataException {
    long block = known;
    int at = scan.first();
    if (!endsBefore()) {
      for (; at <= scan.last(); at++) {
        int symbol = table.next(bits);
        int run = symbol >> 4;
        boolean appears = (symbol & 0xf) != 0;
        if (appears) {
          bits.bit();
        } else if (run != SKIP_16) {
          ends(run, bits);
          break;
        }
        at = correct(block, at, run, bits);
        if (appears) {
          block |= 1L << inBand(at);
        }
      }
    }
    correct(block, at, COEFFICIENTS, bits);
    return block;
  }

  /**
   * Passes over {@code zeros} coefficients that are zero; others have a bit each.
   *
   * @return the place of the next one that is zero, or behind the last
   */
  private int correct(long block, int from, int zeros, CodedBits bits) throws DamagedDataException {
    int left = zeros;
    int at = from;
    for (; at <= scan.last(); at++) {
      if ((block >> at & 1) != 0) {
        bits.bit();
      } else if (--left < 0) {
        break;
      }
    }
    return at;
  }

  private int inBand(int at) throws DamagedDataException {
    if (at > scan.last()) {
      throw new DamagedDataException("a coefficient outside the scan");
    }
    return at;
  }

  /** Whether a run of blocks without more coefficients goes on with this one. */
  private boolean endsBefore() {
    if (blocksAtEnd == 0) {
      return false;
    }
    blocksAtEnd--;
    return true;
  }

  /** A run starts with this block, which counts as its first. */
  private void ends(int length, CodedBits bits) throws DamagedDataException {
    blocksAtEnd = (1 << length) + bits.bits(length) - 1;
  }
}
