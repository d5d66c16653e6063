package io.lynceus.master.gateway.items.archive;

import io.lynceus.model.image.RefusedImageException;
import io.lynceus.model.image.RefusedImageException.Reason;
import io.lynceus.model.text.FileName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * The header of a member of gzip data (RFC 1952, 2.3).
 *
 * @param length of the header, in bytes
 * @param name of the packed file, if the header tells it
 */
public record GzipHeader(int length, Optional<String> name) {
  /** Bytes after the compressed data: its checksum and its size. */
  public static final int TRAILER = 8;

  private static final int FIXED = 10;
  private static final int MOST = 256 << 10;
  private static final int HEADER_CHECK = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  /**
   * Reads the header at the position, which is left as it is.
   *
   * @return nothing when more bytes are needed
   * @throws RefusedImageException CORRUPT when it is no header
   */
  public static Optional<GzipHeader> read(ByteBuffer in) throws RefusedImageException {
    ByteBuffer at = in.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (at.remaining() < FIXED) {
      return Optional.empty();
    }
    int flags = at.get(3);
    if ((flags & RESERVED) != 0) {
      throw broken();
    }
    at.position(FIXED);
    if ((flags & EXTRA) != 0) {
      if (at.remaining() < 2 || at.remaining() < 2 + (at.getShort(FIXED) & 0xffff)) {
        return Optional.empty();
      }
      at.position(FIXED + 2 + (at.getShort(FIXED) & 0xffff));
    }
    Optional<byte[]> name = (flags & NAME) != 0 ? text(at) : Optional.of(new byte[0]);
    Optional<byte[]> comment = (flags & COMMENT) != 0 ? text(at) : Optional.of(new byte[0]);
    int end = at.position() + ((flags & HEADER_CHECK) != 0 ? 2 : 0);
    if (name.isEmpty() || comment.isEmpty() || end > at.limit()) {
      if (at.limit() > MOST) {
        throw broken();
      }
      return Optional.empty();
    }
    return Optional.of(
        new GzipHeader(end, name.filter(bytes -> bytes.length > 0).map(FileName::of)));
  }

  /** A text that ends with a zero. */
  private static Optional<byte[]> text(ByteBuffer at) {
    byte[] bytes = new byte[at.remaining()];
    at.get(at.position(), bytes);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        at.position(at.position() + i + 1);
        return Optional.of(Arrays.copyOf(bytes, i));
      }
    }
    return Optional.empty();
  }

  private static RefusedImageException broken() {
    return new RefusedImageException(
        Reason.CORRUPT, "the gzip data has no valid header: pack it again");
  }
}
