package io.lynceus.common;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt to connect: doubling from 100 ms to 2 s, each wait drawn
 * between the half and the whole of that, so that the slaves of a restarted master do not come in
 * step. For one thread.
 *
 * <p>With {@link #CONNECT_LIMIT} the last wait bounds how long a slave stays away after its network
 * or its master is well again: 4 s.
 */
public final class Backoff {
  static final Duration FIRST = Duration.ofMillis(100);
  static final Duration LAST = Duration.ofSeconds(2);

  /**
   * An attempt that takes longer is given up: on a broken path the system repeats it ever more
   * rarely, and would be late to see that the path is whole again.
   */
  public static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  private final RandomGenerator random;
  private Duration ceiling = FIRST;

  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** The next wait. */
  public Duration next() {
    long half = ceiling.toNanos() / 2;
    Duration doubled = ceiling.multipliedBy(2);
    ceiling = doubled.compareTo(LAST) < 0 ? doubled : LAST;
    return Duration.ofNanos(half + random.nextLong(half + 1));
  }

  /** An attempt has succeeded: the next failure is a first one again. */
  public void reset() {
    ceiling = FIRST;
  }
}
