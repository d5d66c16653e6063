package io.lynceus.client;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A time without a master: says when to try next, and when to give up. Pauses double from 100 ms to
 * 5 s, each drawn between the half and the whole of that, so that the clients of a restarted master
 * do not come in step. For one thread.
 */
final class Outage {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LAST = Duration.ofSeconds(5);

  private final Duration patience;
  private final long since;
  private Duration ceiling = FIRST;

  /**
   * @param patience for how long to try; 0 not at all
   * @param now nanoseconds of {@link System#nanoTime}: it begins
   */
  Outage(Duration patience, long now) {
    this.patience = patience;
    this.since = now;
  }

  /** How long to wait before the next try; empty when it is time to give up. */
  Optional<Duration> nextPause(long now, RandomGenerator random) {
    long left = patience.toNanos() - (now - since);
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
