package io.lynceus.master.gateway.items.archive;

import io.lynceus.model.text.FileName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/** The 512-byte blocks of a tar archive. */
public final class TarBlock {
  /** The size of a block, in bytes. */
  public static final int SIZE = 512;

  /** Where a header's mark is, in bytes from its start. */
  public static final int MARK_AT = 257;

  /** Larger than any archive, and small enough that sums of sizes do not overflow. */
  private static final long MAX_SIZE = 1L << 60;

  private static final int NAME_END = 100;
  private static final int MODE_END = 108;
  private static final int CHECKSUM_END = 156;

  private static final byte[] MARK = "ustar".getBytes(StandardCharsets.US_ASCII);

  /** Keeps each byte of a name as one character: {@link #name} reads them. */
  private static final ZipEncoding BYTES = ZipEncodingHelper.getZipEncoding("ISO-8859-1");

  private TarBlock() {}

  /** Whether bytes are what was looked for. */
  public enum Match {
    YES,
    /** All bytes so far match, but there are too few. */
    PERHAPS,
    NO
  }

  /**
   * Whether an entry's header starts at the position: one with a mark, or one of the old format (V7
   * Unix) with a right checksum. Answers NO as soon as it can: a short file that is no tar may
   * never supply 262 bytes.
   */
  public static Match looksLikeHeader(ByteBuffer in) {
    ByteBuffer block = in.slice();
    boolean marked = block.limit() > MARK_AT;
    Match mark = marked ? markAt(block.position(MARK_AT)) : Match.PERHAPS;
    if (!startsWithNameAndMode(block)) {
      return Match.NO;
    }
    return mark == Match.NO ? looksLikeOldHeader(block.rewind()) : mark;
  }

  private static Match looksLikeOldHeader(ByteBuffer block) {
    for (int i = NAME_END; i < CHECKSUM_END; i++) {
      if (!isOctal(block.get(i))) {
        return Match.NO;
      }
    }
    if (block.limit() < SIZE) {
      return Match.PERHAPS;
    }
    byte[] header = new byte[SIZE];
    block.get(header);
    try {
      return TarUtils.verifyCheckSum(header) ? Match.YES : Match.NO;
    } catch (IllegalArgumentException e) { // digits with a space among them
      return Match.NO;
    }
  }

  private static boolean isOctal(byte b) {
    return b == 0 || b == ' ' || (b >= '0' && b <= '7');
  }

  /** Whether the mark of a header is at the position. */
  public static Match markAt(ByteBuffer in) {
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
      if (!isOctal(block.get(i))) {
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

  public static boolean isZero(byte[] block) {
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
  public static TarArchiveEntry entry(byte[] block) throws IOException {
    try {
      if (TarUtils.verifyCheckSum(block)) {
        TarArchiveEntry entry = new TarArchiveEntry(Map.of(), block, BYTES, true);
        if (entry.getSize() >= 0 && entry.getSize() <= MAX_SIZE) {
          return entry;
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("a tar header with invalid fields", e);
    }
    throw new IOException("no tar header");
  }

  /** The name of an entry that {@link #entry} has returned. */
  public static String name(TarArchiveEntry entry) {
    return FileName.of(entry.getName().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** How many bytes fill up the last block of a file of this size. */
  public static long padding(long bytes) {
    return -bytes & (SIZE - 1);
  }
}
