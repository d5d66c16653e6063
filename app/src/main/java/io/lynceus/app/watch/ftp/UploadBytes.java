package io.lynceus.app.watch.ftp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of an upload, which come in pieces. Twice their memory is taken beforehand, as they are
 * copied into one array at the end. One owner at a time; {@link #close} gives the memory back.
 */
final class UploadBytes implements AutoCloseable {
  private static final int CHUNK = 64 << 10;

  private final UploadMemory memory;
  private final List<byte[]> chunks = new ArrayList<>();
  private long size;

  UploadBytes(UploadMemory memory) {
    this.memory = memory;
  }

  long size() {
    return size;
  }

  /**
   * Adds bytes.
   *
   * @param patience to wait for memory
   * @return false when there is no memory for them: none was added
   */
  boolean add(byte[] bytes, int length, Duration patience) throws InterruptedException {
    int done = 0;
    long needed = (size + length + CHUNK - 1) / CHUNK - chunks.size();
    if (needed > 0) {
      if (!memory.take(2L * CHUNK * needed, patience)) {
        return false;
      }
      for (long i = 0; i < needed; i++) {
        chunks.add(new byte[CHUNK]);
      }
    }
    while (done < length) {
      int at = (int) (size % CHUNK);
      int piece = Math.min(CHUNK - at, length - done);
      System.arraycopy(bytes, done, chunks.get((int) (size / CHUNK)), at, piece);
      done += piece;
      size += piece;
    }
    return true;
  }

  /** Drops what is behind the first bytes, so that an upload goes on from there. */
  void cutTo(long bytes) {
    if (bytes < size) {
      size = bytes;
      int kept = (int) ((size + CHUNK - 1) / CHUNK);
      int dropped = chunks.size() - kept;
      chunks.subList(kept, chunks.size()).clear();
      memory.give(2L * CHUNK * dropped);
    }
  }

  /** All of them, in a new array. */
  byte[] toArray() {
    byte[] all = new byte[(int) size];
    for (int i = 0; i < chunks.size(); i++) {
      int from = i * CHUNK;
      System.arraycopy(chunks.get(i), 0, all, from, Math.min(CHUNK, all.length - from));
    }
    return all;
  }

  @Override
  public void close() {
    memory.give(2L * CHUNK * chunks.size());
    chunks.clear();
    size = 0;
  }
}
