package io.lynceus.app.watch.ftp;

import java.time.Duration;

/** The bytes that all uploads together may take of the heap. Any thread may call it. */
final class UploadMemory {
  private final long most;
  private long taken;

  /**
   * @param most in bytes
   */
  UploadMemory(long most) {
    this.most = most;
  }

  /**
   * Takes bytes; waits for others to give theirs back.
   *
   * @return false when there is no room in that time
   */
  synchronized boolean take(long bytes, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (taken + bytes > most) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    taken += bytes;
    return true;
  }

  synchronized void give(long bytes) {
    taken -= bytes;
    notifyAll();
  }

  synchronized long taken() {
    return taken;
  }
}
