package io.lynceus.master.gateway.items;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/** The 512-byte blocks of a tar archive. */
final class TarBlock {
  /** The size of a block, in bytes. */
  static final int SIZE = 512;

  /** Where a header's mark is, in bytes from its start. */
  static final int MARK_AT = 257;

  /** Larger than any archive, and small enough that sums of sizes do not overflow. */
  private static final long MAX_SIZE = 1L << 60;

  private static final int NAME_END = 100;
  private static final int MODE_END = 108;

  private static final byte[] MARK = "ustar".getBytes(StandardCharsets.US_ASCII);
  private static final ZipEncoding UTF_8 = ZipEncodingHelper.getZipEncoding("UTF-8");

  private TarBlock() {}

  enum Match {
    YES,
    /** All bytes so far match, but there are too few. */
    PERHAPS,
    NO
  }

  /**
   * Whether an entry's header starts at the position. Answers NO as soon as it can: a short file
   * that is no tar may never supply 262 bytes.
   */
  static Match looksLikeHeader(ByteBuffer in) {
    ByteBuffer block = in.slice();
    boolean marked = block.limit() > MARK_AT;
    Match mark = marked ? markAt(block.position(MARK_AT)) : Match.PERHAPS;
    if (mark == Match.NO || !startsWithNameAndMode(block)) {
      return Match.NO;
    }
    return mark;
  }

  /** Whether the mark of a header is at the position. */
  static Match markAt(ByteBuffer in) {
    for (int i = 0; i < MARK.length; i++) {
      if (i == in.remaining()) {
        return Match.PERHAPS;
      }
      if (in.get(in.position() + i) != MARK[i]) {
        return Match.NO;
      }
    }
    return Match.YES;
  }

  /** A name without control characters, zeros up to its field's end, then octal digits. */
  private static boolean startsWithNameAndMode(ByteBuffer block) {
    for (int i = NAME_END; i < Math.min(block.limit(), MODE_END); i++) {
      byte b = block.get(i);
      if (b != 0 && b != ' ' && (b < '0' || b > '7')) {
        return false;
      }
    }
    boolean ended = false;
    for (int i = 0; i < Math.min(block.limit(), NAME_END); i++) {
      byte b = block.get(i);
      if (b == 0 ? i == 0 : ended || (b > 0 && b < ' ')) {
        return false;
      }
      ended = b == 0;
    }
    return true;
  }

  static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The entry that a header block describes.
   *
   * @throws IOException when the block is no header
   */
  static TarArchiveEntry entry(byte[] block) throws IOException {
    try {
      if (TarUtils.verifyCheckSum(block)) {
        TarArchiveEntry entry = new TarArchiveEntry(Map.of(), block, UTF_8, true);
        if (entry.getSize() >= 0 && entry.getSize() <= MAX_SIZE) {
          return entry;
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("a tar header with invalid fields", e);
    }
    throw new IOException("no tar header");
  }

  /** How many bytes fill up the last block of a file of this size. */
  static long padding(long bytes) {
    return -bytes & (SIZE - 1);
  }
}
