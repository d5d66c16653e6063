package io.lynceus.master.gateway;

import io.lynceus.model.Reply.Rejection;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What one connection holds of the {@link HeldMemory}: images that arrive or wait for their
 * replies, and unsent lines. It also measures how fast these bytes come and go. Any thread may call
 * it.
 */
public final class ByteBudget {
  /** The rate is that of one to two such times. */
  private static final long WINDOW_NANOS = 2_000_000_000L;

  private static final double NANOS_PER_SECOND = 1e9;

  private final HeldMemory memory;
  private final ByteBuffer address;
  private final Consumer<Rejection> onEviction;
  private final LongSupplier clock;
  private volatile boolean working;
  private volatile boolean closed;

  /** These belong to the memory's lock. */
  private long held;

  private boolean evicted;

  /** The rest to this one's own. */
  private final Object rate = new Object();

  private long windowStart;
  private long inWindow;
  private long inWindowBefore;
  private boolean isFirstWindow = true;

  ByteBudget(
      HeldMemory memory, ByteBuffer address, Consumer<Rejection> onEviction, LongSupplier clock) {
    this.memory = memory;
    this.address = address;
    this.onEviction = onEviction;
    this.clock = clock;
    windowStart = clock.getAsLong();
  }

  /** Takes these bytes; false, with nothing taken, when there is no room for them. */
  public boolean tryTake(long count) {
    return count == 0 || memory.tryTake(this, count);
  }

  /**
   * Takes bytes that exist already, even beyond the bound: the next {@link #tryTake} fails then.
   */
  public void take(long count) {
    memory.take(this, count);
  }

  /** Gives back what was taken. */
  public void giveBack(long count) {
    if (count != 0) {
      moved(count);
      memory.giveBack(this, count);
    }
  }

  /** Bytes have come from the client: it is that much faster. */
  public void moved(long count) {
    synchronized (rate) {
      roll(clock.getAsLong());
      inWindow += count;
    }
  }

  /** Whether the connection has an image in analysis: then it gives way after others. */
  public void working(boolean now) {
    working = now;
  }

  /** Nothing more is taken. What is still held is given back later. */
  public void close() {
    closed = true;
    memory.close(this);
  }

  boolean isWorking() {
    return working;
  }

  boolean isClosed() {
    return closed;
  }

  ByteBuffer address() {
    return address;
  }

  long held() {
    return held;
  }

  void add(long count) {
    if (held == 0) {
      startRate();
    }
    held += count;
  }

  boolean isEvicted() {
    return evicted;
  }

  void evict() {
    evicted = true;
  }

  void tellEviction() {
    onEviction.accept(Refusals.GIVEN_WAY);
  }

  /** A connection that held nothing shows its rate anew. */
  private void startRate() {
    synchronized (rate) {
      windowStart = clock.getAsLong();
      inWindow = 0;
      isFirstWindow = true;
    }
  }

  private void roll(long now) {
    long windows = (now - windowStart) / WINDOW_NANOS;
    if (windows > 0) {
      inWindowBefore = windows == 1 ? inWindow : 0;
      inWindow = 0;
      isFirstWindow = false;
      windowStart += windows * WINDOW_NANOS;
    }
  }

  /** How fast bytes have come and gone lately. */
  double bytesPerSecond(long now) {
    synchronized (rate) {
      roll(now);
      long nanos = now - windowStart + (isFirstWindow ? 0 : WINDOW_NANOS);
      long bytes = inWindow + (isFirstWindow ? 0 : inWindowBefore);
      return bytes * NANOS_PER_SECOND / Math.max(1, nanos);
    }
  }

  /** Whether it is slower than this; one that has just begun is not. */
  boolean isSlow(long bytesPerSecond, long now) {
    synchronized (rate) {
      return bytesPerSecond(now) < bytesPerSecond && !isFirstWindow;
    }
  }
}
