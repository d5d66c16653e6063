package io.lynceus.master.gateway;

import io.lynceus.model.settings.Check;
import java.time.Duration;

/**
 * How long the clients' ports wait. Each time is 1 ms to 30 days.
 *
 * @param idleClose {@code tasks.idle-close}: a connection between items, with no reply owed, is
 *     closed after this time
 * @param stall {@code tasks.stall}: an item that stops arriving for this time is truncated; a
 *     client that reads no replies for this time is disconnected
 * @param streamIdle {@code tasks.stream-idle-close}: like {@code idleClose}, after {@code STREAM}
 * @param drain {@code tasks.drain}: how long the owed replies may take when the master stops
 * @param leastRate {@code tasks.least-rate}: bytes a second, 1 B to 1 GiB; an item that is behind
 *     this rate by {@code stall} has stalled; it rises when memory is short ({@link HeldMemory})
 */
public record Timeouts(
    Duration idleClose, Duration stall, Duration streamIdle, Duration drain, long leastRate) {
  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(30);

  public Timeouts {
    Check.time("tasks.idle-close", idleClose, LEAST, LONGEST);
    Check.time("tasks.stall", stall, LEAST, LONGEST);
    Check.time("tasks.stream-idle-close", streamIdle, LEAST, LONGEST);
    Check.time("tasks.drain", drain, LEAST, LONGEST);
    Check.size("tasks.least-rate", leastRate, 1, 1 << 30);
  }
}
