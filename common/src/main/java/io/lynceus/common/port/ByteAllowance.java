package io.lynceus.common.port;

import java.util.function.LongSupplier;

/**
 * Bytes that may be sent, of which more come with time: a token bucket, as a virtual schedule
 * (GCRA, ITU-T I.371). It can be overdrawn: who takes more than is there waits, and who comes after
 * waits longer, in the order of coming. Any thread may call it.
 */
public final class ByteAllowance {
  private static final double SECOND = 1e9;

  private final long burstNanos;
  private final double nanosPerByte;
  private final long mostNanos;
  private final LongSupplier clock;

  /** When all that was taken will have come again, by the clock. */
  private long repaid;

  /**
   * An allowance that is full.
   *
   * @param burst bytes that are there at most, at least 1
   * @param perSecond bytes that come in a second, at least 1
   * @param most bytes that one answer costs at most: a larger one costs no more, so that a reader
   *     of large pages who keeps to a pace is never made to wait
   * @param clock nanoseconds that never go back
   */
  public ByteAllowance(long burst, long perSecond, long most, LongSupplier clock) {
    this.nanosPerByte = SECOND / perSecond;
    this.burstNanos = nanos(burst);
    this.mostNanos = nanos(most);
    this.clock = clock;
    this.repaid = clock.getAsLong();
  }

  /**
   * Takes bytes.
   *
   * @return nanoseconds until they are there; 0 if they are
   */
  public synchronized long take(long bytes) {
    long now = clock.getAsLong();
    long start = repaid - now < 0 ? now : repaid;
    repaid = start + Math.min(nanos(bytes), mostNanos);
    return Math.max(0, repaid - now - burstNanos);
  }

  /** Gives bytes, as many as make it full at most. */
  public synchronized void give(long bytes) {
    long now = clock.getAsLong();
    long earlier = repaid - nanos(bytes);
    repaid = earlier - now < 0 ? now : earlier;
  }

  private long nanos(long bytes) {
    return (long) (bytes * nanosPerByte);
  }
}
