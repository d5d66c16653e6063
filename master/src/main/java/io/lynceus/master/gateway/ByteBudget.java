package io.lynceus.master.gateway;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of images and unsent lines that all connections hold together. Any thread may
 * call it.
 */
public final class ByteBudget {
  private final long bytes;
  private final Runnable onShort;
  private final AtomicLong taken = new AtomicLong();

  /**
   * A budget that tells nobody when it is short.
   *
   * @param bytes that may be taken at a time
   */
  public ByteBudget(long bytes) {
    this(bytes, () -> {});
  }

  /**
   * @param bytes that may be taken at a time
   * @param onShort called, by any thread, whenever the budget is exceeded
   */
  public ByteBudget(long bytes, Runnable onShort) {
    this.bytes = bytes;
    this.onShort = onShort;
  }

  /** Takes these bytes; false, with nothing taken, when the budget does not have them. */
  public boolean tryTake(long count) {
    if (taken.addAndGet(count) <= bytes) {
      return true;
    }
    taken.addAndGet(-count);
    onShort.run();
    return false;
  }

  /**
   * Takes bytes that exist already, even beyond the bound: the next {@link #tryTake} fails then.
   */
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
