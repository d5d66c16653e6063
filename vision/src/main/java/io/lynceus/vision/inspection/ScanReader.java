package io.lynceus.vision.inspection;

import java.nio.ByteBuffer;

/**
 * Reads the coded data of one scan as decoders do, and counts the units that are intact. Where a
 * restart interval is lost, decoders go on at the right place with the next one that they recognise
 * by its number.
 *
 * <p>Source: ITU-T T.81, F.2.2.4; {@code jpeg_resync_to_restart} of libjpeg for what is lost.
 */
final class ScanReader {
  private static final int RST0 = 0xd0;
  private static final int RST7 = 0xd7;
  private static final int FIRST_WITH_MEANING = 0xc0;

  /** The fewest bits of a block: a difference of zero, and no more coefficients. */
  private static final int LEAST_BITS_OF_BLOCK = 4;

  private final ByteBuffer file;
  private final JpegScan scan;
  private final BlockReader blocks;
  private final int interval;
  private final boolean restarts;
  private final int units;
  private int at;
  private int unit;
  private int intact;
  private int expected;
  private boolean displaced;
  private boolean unsure;

  /**
   * @param at offset of the first byte of coded data
   * @param interval units of a restart interval; 0 when there are none
   */
  ScanReader(ByteBuffer file, int at, JpegScan scan, int interval, BlockReader blocks) {
    this.file = file;
    this.at = at;
    this.scan = scan;
    this.blocks = blocks;
    this.units = scan.units();
    this.restarts = interval > 0;
    this.interval = restarts ? interval : units;
  }

  /** Reads the scan. Returns the offset behind it. */
  int read() {
    while (unit < units) {
      int end = JpegMarkers.next(file, at);
      boolean last = !isRestart(end);
      int good = readInterval(end, last);
      at = end;
      if (last && !isReserved(end)) {
        intact += displaced || lacksMarker(good) ? 0 : good;
        return at;
      }
      resume(good);
    }
    unsure |= !new CodedBits(file, at, JpegMarkers.next(file, at)).isPadding(leastBits());
    return at;
  }

  /** Whether a whole interval ends the scan too early: nobody knows which interval it is. */
  private boolean lacksMarker(int good) {
    return good == interval && unit + interval < units;
  }

  /** The part of the units that are intact, 0 to 1. */
  double intactPart() {
    return (double) intact / units;
  }

  /** Whether something is wrong with it, and nobody can say where. */
  boolean isUnsure() {
    return unsure;
  }

  /**
   * Reads one interval.
   *
   * @param cut whether it is the last that there is, so that its data may end too early
   * @return how many of its units are intact
   */
  private int readInterval(int end, boolean cut) {
    CodedBits bits = new CodedBits(file, at, end);
    int wanted = Math.min(interval, units - unit);
    blocks.restart();
    int read = 0;
    try {
      while (read < wanted) {
        blocks.read(unit + read, bits);
        read++;
      }
    } catch (DamagedDataException e) {
      // With restarts, only data that was cut off is known to be right before the fault.
      return !restarts || (cut && bits.isExhausted()) ? read : 0;
    }
    if (bits.isPadding(leastBits())) {
      return read;
    }
    unsure |= !restarts;
    return 0;
  }

  /** Goes on behind the marker that ends an interval, at the place that its number says. */
  private void resume(int good) {
    int marker = file.get(at + 1) & 0xff;
    int ahead = marker - expected & 7;
    at += 2;
    if (marker < RST0 || ahead == 6 || ahead == 7) { // one that has been: its data is passed over
      at = JpegMarkers.next(file, at);
      return;
    }
    unit += interval;
    expected = expected + 1 & 7;
    if (ahead == 1 || ahead == 2) {
      unit += ahead * interval;
      expected = expected + ahead & 7;
    } else {
      displaced |= ahead != 0;
      intact += displaced ? 0 : good;
    }
  }

  /** With fewer bits than this, what is left is no unit. */
  private int leastBits() {
    return LEAST_BITS_OF_BLOCK * scan.blocksOfUnit();
  }

  private boolean isRestart(int marker) {
    int code = code(marker);
    return restarts && code >= RST0 && code <= RST7;
  }

  private boolean isReserved(int marker) {
    int code = code(marker);
    return restarts && code > 0 && code < FIRST_WITH_MEANING;
  }

  /** The marker's second byte; 0 at the end of the file. */
  private int code(int marker) {
    return marker + 1 < file.limit() ? file.get(marker + 1) & 0xff : 0;
  }
}
