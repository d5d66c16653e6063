package io.lynceus.master.gateway;

import java.time.Duration;

/**
 * How long the clients' ports wait for whom. All are above zero.
 *
 * @param idleClose between items, with no answer owed: then the connection is closed ({@code
 *     tasks.idle-close})
 * @param stall in the middle of an item, or for a client that does not read its answers ({@code
 *     tasks.stall})
 * @param streamIdle like {@code idleClose}, after {@code STREAM}
 * @param drain at the master's end, for the answers that are owed
 * @param leastRate bytes a second: the rest of an item that comes more slowly counts as stalled
 *     when it is behind by {@code stall} ({@code tasks.least-rate})
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
      throw new IllegalArgumentException("tasks.least-rate is at least 1");
    }
  }

  /** How much waiting so many bytes make up for. */
  public Duration earnedBy(int bytes) {
    return Duration.ofNanos(bytes * 1_000_000_000L / leastRate);
  }

  private static void check(String what, Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException(what + " is above zero");
    }
  }
}
