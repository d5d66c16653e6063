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
 */
public record Patience(Duration idleClose, Duration stall, Duration streamIdle, Duration drain) {

  /** 1 second, 30 seconds, 1 hour, 30 seconds. */
  public static final Patience DEFAULT =
      new Patience(
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofHours(1),
          Duration.ofSeconds(30));

  public Patience {
    check("tasks.idle-close", idleClose);
    check("tasks.stall", stall);
    check("the idle limit of streams", streamIdle);
    check("the time for draining", drain);
  }

  private static void check(String what, Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException(what + " is above zero");
    }
  }
}
