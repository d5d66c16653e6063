package io.lynceus.master.gateway.items.archive;

import io.lynceus.model.image.RefusedImageException;
import io.lynceus.model.image.RefusedImageException.Reason;

/** How much a connection has unpacked so far. Used by one thread. */
public final class Unpacked {
  private final UnpackingLimits limits;
  private long packed;
  private long bytes;
  private int entries;

  public Unpacked(UnpackingLimits limits) {
    this.limits = limits;
  }

  /** Bytes that were unpacked. */
  public long bytes() {
    return bytes;
  }

  /**
   * Counts what one step has unpacked.
   *
   * @throws RefusedImageException when it is too much for what was sent
   */
  void add(long packedBytes, long unpackedBytes) throws RefusedImageException {
    packed += packedBytes;
    bytes += unpackedBytes;
    if (bytes > limits.besides() + limits.ratio() * packed) {
      throw new RefusedImageException(
          Reason.TOO_LARGE,
          "the archive becomes more than "
              + limits.ratio()
              + " times as large when it is unpacked: send its files as they are");
    }
  }

  /**
   * Counts an entry of a compressed archive.
   *
   * @throws RefusedImageException when there are too many
   */
  public void addEntry() throws RefusedImageException {
    if (++entries > limits.entries()) {
      throw new RefusedImageException(
          Reason.TOO_LARGE,
          "there are more than "
              + limits.entries()
              + " files in compressed archives: send some of them on another connection");
    }
  }
}
