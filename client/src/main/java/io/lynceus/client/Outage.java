package io.lynceus.client;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Schedules the attempts to reconnect to a lost master. Pauses double from 100 ms to 5 s; each is
 * drawn at random between half of that and all of it, so that the clients of a restarted master do
 * not return in step. For one thread.
 */
final class Outage {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LAST = Duration.ofSeconds(5);

  private final Duration timeout;
  private final long since;
  private Duration ceiling = FIRST;

  /**
   * @param timeout when to give up; 0: no attempt
   * @param now start of the outage, in nanoseconds of {@link System#nanoTime}
   */
  Outage(Duration timeout, long now) {
    this.timeout = timeout;
    this.since = now;
  }

  /** The pause before the next attempt; empty when it is time to give up. */
  Optional<Duration> nextPause(long now, RandomGenerator random) {
    long left = timeout.toNanos() - (now - since);
    if (left <= 0) {
      return Optional.empty();
    }
    long half = ceiling.toNanos() / 2;
    long pause = Math.min(left, half + random.nextLong(half + 1));
    Duration doubled = ceiling.multipliedBy(2);
    ceiling = doubled.compareTo(LAST) < 0 ? doubled : LAST;
    return Optional.of(Duration.ofNanos(pause));
  }
}
