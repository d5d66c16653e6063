package io.lynceus.app.watch.ftp;

import io.lynceus.model.image.FirstBytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/**
 * Reads an upload from its data connection. What begins as no picture is passed over: films, lists,
 * and the texts by which cameras try their settings.
 */
final class Reception {
  private static final int PIECE = 32 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final FtpConfig.Bounds bounds;
  private final UploadMemory memory;
  private final UploadShelf shelf;

  Reception(FtpConfig.Bounds bounds, UploadMemory memory, UploadShelf shelf) {
    this.bounds = bounds;
    this.memory = memory;
    this.shelf = shelf;
  }

  /** How the reading has ended. */
  enum End {
    /** The client has closed the connection. */
    CLOSED,
    /** The connection broke, stood still, or was too slow. */
    BROKEN,
    /** It begins as no picture; all of it was read. */
    NO_PICTURE,
    TOO_LARGE,
    NO_MEMORY
  }

  /** An upload without bytes. */
  UploadBytes begin() {
    return new UploadBytes(memory);
  }

  /**
   * Reads to the end.
   *
   * @param data its timeout is set
   * @param in what it brings
   * @param upload what has come before; the bytes are added to it
   */
  End read(Socket data, InputStream in, UploadBytes upload) throws InterruptedException {
    byte[] piece = new byte[PIECE];
    long start = System.nanoTime();
    long received = 0;
    boolean passedOver = false;
    byte[] first = new byte[0];
    try {
      data.setSoTimeout((int) bounds.stall().toMillis());
      for (int got; (got = in.read(piece)) >= 0; ) {
        received += got;
        if (isSlow(received, System.nanoTime() - start)) {
          return End.BROKEN;
        }
        if (upload.size() == 0 && !passedOver && first.length < FirstBytes.ENOUGH) {
          first = joined(first, piece, got);
          FirstBytes says = FirstBytes.of(ByteBuffer.wrap(first));
          if (says instanceof FirstBytes.MoreNeeded && first.length < FirstBytes.ENOUGH) {
            continue;
          }
          passedOver = !(says instanceof FirstBytes.Image);
          if (!passedOver && !add(upload, first, first.length)) {
            return End.NO_MEMORY;
          }
        } else if (!passedOver) {
          if (upload.size() + got > bounds.imageBytes()) {
            return End.TOO_LARGE;
          }
          if (!add(upload, piece, got)) {
            return End.NO_MEMORY;
          }
        }
      }
    } catch (IOException e) {
      return End.BROKEN;
    }
    return upload.size() == 0 ? End.NO_PICTURE : End.CLOSED;
  }

  private boolean isSlow(long received, long nanos) {
    return nanos > bounds.stall().toNanos()
        && received < bounds.leastRate() * (nanos / 1_000_000_000.0);
  }

  private boolean add(UploadBytes upload, byte[] bytes, int length) throws InterruptedException {
    if (upload.add(bytes, length, Duration.ZERO)) {
      return true;
    }
    shelf.drop();
    return upload.add(bytes, length, PATIENCE);
  }

  private static byte[] joined(byte[] first, byte[] piece, int length) {
    byte[] all = Arrays.copyOf(first, first.length + length);
    System.arraycopy(piece, 0, all, first.length, length);
    return all;
  }
}
