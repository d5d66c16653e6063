package io.lynceus.master.gateway;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of images and answers held by all connections together. Any thread may call it.
 */
public final class ByteBudget {
  private final long bytes;
  private final Runnable onShort;
  private final AtomicLong taken = new AtomicLong();

  /**
   * With nobody who could make room.
   *
   * @param bytes that may be taken at a time
   */
  public ByteBudget(long bytes) {
    this(bytes, () -> {});
  }

  /**
   * @param bytes that may be taken at a time
   * @param onShort called, by any thread, whenever there are not enough
   */
  public ByteBudget(long bytes, Runnable onShort) {
    this.bytes = bytes;
    this.onShort = onShort;
  }

  /** Takes so many bytes, or none when they are not there. */
  public boolean tryTake(long count) {
    if (taken.addAndGet(count) <= bytes) {
      return true;
    }
    taken.addAndGet(-count);
    onShort.run();
    return false;
  }

  /** Takes bytes that are there already, whatever the bound: it holds the next ones back. */
  public void take(long count) {
    if (taken.addAndGet(count) > bytes) {
      onShort.run();
    }
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
