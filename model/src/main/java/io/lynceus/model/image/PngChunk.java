package io.lynceus.model.image;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * A chunk of a PNG (PNG specification, section 5.3): four bytes of length, four letters of type,
 * the data, four bytes of CRC over type and data.
 *
 * @param at offset of its first byte
 * @param type the four letters, big-endian
 * @param length of the data, in bytes
 */
record PngChunk(long at, int type, int length) {
  static final int SIGNATURE_BYTES = 8;
  static final int HEAD_BYTES = 8;
  static final int MIN_BYTES = 12;

  static final int IHDR = 0x49484452;
  static final int PLTE = 0x504c5445;
  static final int IDAT = 0x49444154;
  static final int IEND = 0x49454e44;
  static final int EXIF = 0x65584966;
  static final int ICCP = 0x69434350;
  static final int ITXT = 0x69545874;
  static final int ZTXT = 0x7a545874;
  static final int CGBI = 0x43674249;

  /** The chunk whose head is at this offset. */
  static PngChunk at(int at, ByteBuffer bytes) throws RefusedImageException {
    int length = bytes.getInt(at);
    int type = bytes.getInt(at + 4);
    if (length < 0 || !letters(type)) {
      throw RefusedImageException.corrupt("the PNG is damaged: it has bytes that are no chunk");
    }
    return new PngChunk(at, type, length);
  }

  boolean is(int otherType) {
    return type == otherType;
  }

  /** Whether decoders need it: its first letter is upper case then. */
  boolean critical() {
    return (type & 0x20000000) == 0;
  }

  long totalBytes() {
    return MIN_BYTES + (long) length;
  }

  long end() {
    return at + totalBytes();
  }

  /** Its data; the chunk must lie inside the file. */
  ByteBuffer data(ByteBuffer file) {
    return file.slice((int) at + HEAD_BYTES, length);
  }

  /** Whether its CRC is right; the chunk must lie inside the file. */
  boolean intact(ByteBuffer file) {
    CRC32 crc = new CRC32();
    crc.update(file.slice((int) at + 4, 4 + length));
    return (int) crc.getValue() == file.getInt((int) at + HEAD_BYTES + length);
  }

  private static boolean letters(int type) {
    for (int shift = 0; shift < 32; shift += 8) {
      int lower = ((type >> shift) & 0xff) | 0x20;
      if (lower < 'a' || lower > 'z') {
        return false;
      }
    }
    return true;
  }
}
