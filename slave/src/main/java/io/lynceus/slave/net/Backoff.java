package io.lynceus.slave.net;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt to connect: doubling from 100 ms to 5 s, each wait drawn
 * between the half and the whole of that, so that the slaves of a restarted master do not come in
 * step. For one thread.
 */
final class Backoff {
  static final Duration FIRST = Duration.ofMillis(100);
  static final Duration LAST = Duration.ofSeconds(5);

  private final RandomGenerator random;
  private Duration ceiling = FIRST;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** The next wait. */
  Duration next() {
    long half = ceiling.toNanos() / 2;
    Duration doubled = ceiling.multipliedBy(2);
    ceiling = doubled.compareTo(LAST) < 0 ? doubled : LAST;
    return Duration.ofNanos(half + random.nextLong(half + 1));
  }

  /** An attempt has succeeded: the next failure is a first one again. */
  void reset() {
    ceiling = FIRST;
  }
}
