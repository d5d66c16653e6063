package io.lynceus.master.gateway.items.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The records of a ZIP archive that hold no file (APPNOTE.TXT 6.3, 4.3), by their signatures. */
public enum ZipRecord {
  FILE(0x04034b50, 0),
  /** Of an archive that was to be split and is not. */
  UNSPLIT(0x08074b50, 4),
  UNSPLIT_TEMPORARY(0x30304b50, 4),
  EXTRA_DATA(0x08064b50, 8),
  DIRECTORY_ENTRY(0x02014b50, 46),
  SIGNATURE(0x05054b50, 6),
  LARGE_END(0x06064b50, 12),
  LARGE_END_LOCATOR(0x07064b50, 20),
  END(0x06054b50, 22),
  /** No record. */
  NONE(0, 0);

  /** Bytes of a signature. */
  public static final int SIGNATURE_BYTES = 4;

  /** The longest descriptor behind a file, and the beginning of a signature. */
  public static final int DESCRIPTOR_AND_MORE = 26;

  private static final int SHORT_DESCRIPTOR = 12;
  private static final int LONG_DESCRIPTOR = 20;

  private final int signature;
  private final int fixed;

  ZipRecord(int signature, int fixed) {
    this.signature = signature;
    this.fixed = fixed;
  }

  /**
   * The record at the position.
   *
   * @param in at least {@link #SIGNATURE_BYTES}
   */
  public static ZipRecord at(ByteBuffer in) {
    int signature = in.slice().order(ByteOrder.LITTLE_ENDIAN).getInt();
    for (ZipRecord record : values()) {
      if (record.signature == signature) {
        return record;
      }
    }
    return NONE;
  }

  /** The size of the whole record at the position; nothing when more bytes are needed. */
  public OptionalLong size(ByteBuffer in) {
    ByteBuffer at = in.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (at.limit() < fixed) {
      return OptionalLong.empty();
    }
    long variable =
        switch (this) {
          case EXTRA_DATA -> at.getInt(4) & 0xffffffffL;
          case DIRECTORY_ENTRY -> u16(at, 28) + u16(at, 30) + u16(at, 32);
          case SIGNATURE -> u16(at, 4);
          case LARGE_END -> Math.max(0, at.getLong(4));
          case END -> u16(at, 20);
          default -> 0;
        };
    return OptionalLong.of(Math.max(fixed, fixed + variable));
  }

  /**
   * The size of the descriptor at the position, behind a file (4.3.9): checksum and two sizes of 4
   * or 8 bytes, perhaps after a signature. What follows it, another record, tells which.
   *
   * @param in {@link #DESCRIPTOR_AND_MORE} bytes, or all that there are
   * @param checksum of the file, if it is known
   * @return empty if this is no such record, or its checksum is wrong
   */
  public static OptionalInt descriptor(ByteBuffer in, OptionalInt checksum) {
    ByteBuffer at = in.slice().order(ByteOrder.LITTLE_ENDIAN);
    for (int start : new int[] {SIGNATURE_BYTES, 0}) {
      for (int size : new int[] {SHORT_DESCRIPTOR, LONG_DESCRIPTOR}) {
        int end = start + size;
        if (end + 2 <= at.limit()
            && at.get(end) == 'P'
            && at.get(end + 1) == 'K'
            && (checksum.isEmpty() || at.getInt(start) == checksum.getAsInt())
            && (start == 0 || at.getInt(0) == UNSPLIT.signature)) {
          return OptionalInt.of(end);
        }
      }
    }
    return OptionalInt.empty();
  }

  private static int u16(ByteBuffer at, int offset) {
    return at.getShort(offset) & 0xffff;
  }
}
