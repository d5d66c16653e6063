package io.lynceus.master.gateway;

import java.time.Duration;

/**
 * How long the client ports wait. All times are above zero.
 *
 * @param idleClose a connection is closed after this time between items, when no reply is due
 *     ({@code tasks.idle-close})
 * @param stall the longest pause within an item, and the longest time in which a client reads none
 *     of its replies ({@code tasks.stall})
 * @param streamIdle takes the place of {@code idleClose} after {@code STREAM}
 * @param drain how long the master, when it stops, waits for the replies that are due
 * @param leastRate bytes a second: an item that comes more slowly has stalled when it is {@code
 *     stall} behind this rate ({@code tasks.least-rate})
 */
public record Timeouts(
    Duration idleClose, Duration stall, Duration streamIdle, Duration drain, long leastRate) {
  public static final long DEFAULT_LEAST_RATE = 1024;

  /** 1 second, 30 seconds, 1 hour, 30 seconds, 1 KiB a second. */
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofHours(1),
          Duration.ofSeconds(30),
          DEFAULT_LEAST_RATE);

  public Timeouts {
    check("tasks.idle-close", idleClose);
    check("tasks.stall", stall);
    check("the idle limit of streams", streamIdle);
    check("the time for draining", drain);
    if (leastRate < 1) {
      throw new IllegalArgumentException("tasks.least-rate must be at least 1");
    }
  }

  /** How much time these bytes take at the least rate. */
  public Duration earnedBy(int bytes) {
    return Duration.ofNanos(bytes * 1_000_000_000L / leastRate);
  }

  private static void check(String what, Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException(what + " must be above zero");
    }
  }
}
