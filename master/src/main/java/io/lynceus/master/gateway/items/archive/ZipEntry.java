package io.lynceus.master.gateway.items.archive;

import io.lynceus.model.text.FileName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The local header of a file in a ZIP archive (APPNOTE.TXT 6.3, 4.3.7), which precedes the file.
 *
 * @param headerBytes of the header
 * @param packedSize of the file in the archive; 0 where only a descriptor behind the file tells it
 * @param checksum CRC-32 of the file, if there is no descriptor
 */
public record ZipEntry(
    int headerBytes, String name, int flags, int method, long packedSize, int checksum) {
  /** Bytes of a header without its name. */
  public static final int FIXED = 30;

  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int ENCRYPTED = 1;
  private static final int DESCRIPTOR = 8;
  private static final int ZIP64 = 1;
  private static final long IN_ZIP64 = 0xffffffffL;

  /**
   * Reads the header at the position, which is left as it is.
   *
   * @return nothing when more bytes are needed
   */
  public static Optional<ZipEntry> read(ByteBuffer in) {
    ByteBuffer at = in.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (at.limit() < FIXED) {
      return Optional.empty();
    }
    int nameBytes = at.getShort(26) & 0xffff;
    int extraBytes = at.getShort(28) & 0xffff;
    int end = FIXED + nameBytes + extraBytes;
    if (at.limit() < end) {
      return Optional.empty();
    }
    byte[] name = new byte[nameBytes];
    at.get(FIXED, name);
    long packedSize = at.getInt(18) & 0xffffffffL;
    if (packedSize == IN_ZIP64) {
      packedSize = largeSize(at.slice(FIXED + nameBytes, extraBytes));
    }
    return Optional.of(
        new ZipEntry(
            end,
            FileName.of(name),
            at.getShort(6) & 0xffff,
            at.getShort(8) & 0xffff,
            packedSize,
            at.getInt(14)));
  }

  /** The second size of the ZIP64 field (4.5.3); 0 if it is missing or senseless. */
  private static long largeSize(ByteBuffer extra) {
    extra.order(ByteOrder.LITTLE_ENDIAN);
    while (extra.remaining() >= 4) {
      int id = extra.getShort() & 0xffff;
      int bytes = Math.min(extra.getShort() & 0xffff, extra.remaining());
      if (id == ZIP64 && bytes >= 16) {
        return Math.max(0, extra.getLong(extra.position() + 8));
      }
      extra.position(extra.position() + bytes);
    }
    return 0;
  }

  public boolean isDirectory() {
    return name.endsWith("/");
  }

  public boolean isEncrypted() {
    return (flags & ENCRYPTED) != 0;
  }

  /** Whether the file's checksum and sizes stand behind it. */
  public boolean hasDescriptor() {
    return (flags & DESCRIPTOR) != 0;
  }

  public boolean isDeflated() {
    return method == DEFLATED;
  }

  public boolean isStored() {
    return method == STORED;
  }

  /** Whether the header tells where the file ends. */
  public boolean isSizeKnown() {
    return packedSize > 0 || !hasDescriptor();
  }
}
