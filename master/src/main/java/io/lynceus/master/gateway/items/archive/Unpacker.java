package io.lynceus.master.gateway.items.archive;

import io.lynceus.model.image.RefusedImageException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Turns the bytes of a file in an archive into those of the file. Used by one thread. */
public abstract class Unpacker implements AutoCloseable {
  /** The most that one step returns: other connections wait while it is worked on. */
  static final int STEP_BYTES = 16 << 10;

  private final CRC32 checksum = new CRC32();
  private long bytes;

  Unpacker() {}

  /**
   * The next bytes of the file; none when more packed ones are needed, or the file has ended.
   *
   * @param packed what it takes moves their position
   * @return at most 16 KiB, valid until the next call
   * @throws RefusedImageException CORRUPT for damaged data, TOO_LARGE beyond the limits
   */
  public final ByteBuffer next(ByteBuffer packed) throws RefusedImageException {
    ByteBuffer next = unpack(packed);
    bytes += next.remaining();
    if (isChecked()) {
      checksum.update(next.duplicate());
    }
    return next;
  }

  abstract ByteBuffer unpack(ByteBuffer packed) throws RefusedImageException;

  /** Whether anybody asks for the checksum. */
  abstract boolean isChecked();

  /** Whether the whole file was returned. */
  public abstract boolean ended();

  /** The CRC-32 of the file so far. */
  public final long checksum() {
    return checksum.getValue();
  }

  /** Bytes of the file so far. */
  public final long bytes() {
    return bytes;
  }

  @Override
  public void close() {}
}
