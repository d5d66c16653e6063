package io.lynceus.master.gateway;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes of images held by all connections together. Any thread may call it. */
final class ByteBudget {
  private final long bytes;
  private final AtomicLong taken = new AtomicLong();

  /**
   * @param bytes that may be taken at a time
   */
  ByteBudget(long bytes) {
    this.bytes = bytes;
  }

  /** Takes so many bytes, or none when they are not there. */
  boolean tryTake(long count) {
    if (taken.addAndGet(count) <= bytes) {
      return true;
    }
    taken.addAndGet(-count);
    return false;
  }

  /** Gives back what was taken. */
  void giveBack(long count) {
    taken.addAndGet(-count);
  }

  long taken() {
    return taken.get();
  }
}
