package io.lynceus.master.gateway;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes of images held by all connections together. Any thread may call it. */
public final class ByteBudget {
  private final long bytes;
  private final AtomicLong taken = new AtomicLong();

  /**
   * @param bytes that may be taken at a time
   */
  public ByteBudget(long bytes) {
    this.bytes = bytes;
  }

  /** Takes so many bytes, or none when they are not there. */
  public boolean tryTake(long count) {
    if (taken.addAndGet(count) <= bytes) {
      return true;
    }
    taken.addAndGet(-count);
    return false;
  }

  /** Gives back what was taken. */
  public void giveBack(long count) {
    taken.addAndGet(-count);
  }

  /** Bytes that are taken now. */
  public long taken() {
    return taken.get();
  }
}
