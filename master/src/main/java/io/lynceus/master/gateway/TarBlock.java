package io.lynceus.master.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/** The blocks that a tar archive is made of. */
final class TarBlock {
  /** Size of a block, in bytes. */
  static final int SIZE = 512;

  /** Larger than any archive, and far from where sums of sizes overflow. */
  private static final long MAX_SIZE = 1L << 60;

  private static final int NAME_END = 100;
  private static final int MODE_END = 108;
  private static final int MARK_AT = 257;
  private static final byte[] MARK = "ustar".getBytes(StandardCharsets.US_ASCII);
  private static final int MARK_END = MARK_AT + MARK.length;
  private static final ZipEncoding UTF_8 = ZipEncodingHelper.getZipEncoding("UTF-8");

  private TarBlock() {}

  enum Match {
    YES,
    /** As far as the bytes go. */
    PERHAPS,
    NO
  }

  /**
   * Whether an entry's header begins at the position. Says NO early: a file of another kind must
   * not have to wait for 262 bytes, which perhaps it has not.
   */
  static Match looksLikeHeader(ByteBuffer in) {
    ByteBuffer block = in.slice();
    for (int i = MARK_AT; i < Math.min(block.limit(), MARK_END); i++) {
      if (block.get(i) != MARK[i - MARK_AT]) {
        return Match.NO;
      }
    }
    for (int i = NAME_END; i < Math.min(block.limit(), MODE_END); i++) {
      byte b = block.get(i);
      if (b != 0 && b != ' ' && (b < '0' || b > '7')) {
        return Match.NO;
      }
    }
    if (!beginsWithName(block)) {
      return Match.NO;
    }
    return block.limit() >= MARK_END ? Match.YES : Match.PERHAPS;
  }

  /** A name without control characters, then zeros up to its field's end. */
  private static boolean beginsWithName(ByteBuffer block) {
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
   * The entry whose header a block is.
   *
   * @throws IOException when it is no header
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
      throw new IOException("a tar header with nonsense in it", e);
    }
    throw new IOException("no tar header");
  }

  /** How many bytes fill the last block of so many. */
  static long padding(long bytes) {
    return -bytes & (SIZE - 1);
  }
}
