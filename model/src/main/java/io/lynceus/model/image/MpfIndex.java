package io.lynceus.model.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads the index of further pictures in a JPEG file, which is an APP2 segment (CIPA DC-007,
 * Multi-Picture Format). The pictures may be there or not.
 */
final class MpfIndex {
  private static final int NUMBER_OF_IMAGES = 0xb001;
  private static final int ENTRIES = 0xb002;
  private static final int ENTRY_BYTES = 16;

  /** Enough for 250 pictures; the rest of a longer segment is ignored. */
  static final int MAX_BYTES = 4096;

  /**
   * @param start offset of its SOI in the file
   * @param end offset after its last byte
   */
  record FurtherPicture(long start, long end) {}

  private MpfIndex() {}

  /**
   * Reads the index from a segment that may have one.
   *
   * @param payload of an APP2 segment, from 0 to its limit, or the first {@link #MAX_BYTES} of it
   * @param offset of the payload in the file
   * @return pictures after the first, in the order of the file; empty if there is no valid index
   */
  static List<FurtherPicture> read(ByteBuffer payload, long offset) {
    if (payload.limit() < 12 || payload.getInt(0) != 0x4d504600) { // "MPF", 0
      return List.of();
    }
    ByteBuffer tiff = payload.slice(4, payload.limit() - 4);
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = tiff.getInt(4) & 0xffffffffL;
    if (directory + 2 > tiff.limit()) {
      return List.of();
    }
    int fields = tiff.getShort((int) directory) & 0xffff;
    long pictures = 0;
    long entries = tiff.limit();
    for (int i = 0; i < fields && directory + 14 + 12L * i <= tiff.limit(); i++) {
      int field = (int) directory + 2 + 12 * i;
      int tag = tiff.getShort(field) & 0xffff;
      if (tag == NUMBER_OF_IMAGES) {
        pictures = tiff.getInt(field + 8) & 0xffffffffL;
      } else if (tag == ENTRIES) {
        entries = tiff.getInt(field + 8) & 0xffffffffL;
      }
    }
    return further(tiff, entries, pictures, offset + 4);
  }

  private static List<FurtherPicture> further(
      ByteBuffer tiff, long entries, long pictures, long base) {
    List<FurtherPicture> further = new ArrayList<>();
    for (long i = 1; i < pictures && entries + (i + 1) * ENTRY_BYTES <= tiff.limit(); i++) {
      int entry = (int) (entries + i * ENTRY_BYTES);
      long length = tiff.getInt(entry + 4) & 0xffffffffL;
      long start = base + (tiff.getInt(entry + 8) & 0xffffffffL);
      further.add(new FurtherPicture(start, start + length));
    }
    further.sort(Comparator.comparingLong(FurtherPicture::start));
    return further;
  }
}
