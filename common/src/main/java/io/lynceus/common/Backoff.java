package io.lynceus.common;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt to connect. The wait doubles from the first to the last
 * and is shortened at random by up to a half, so that the slaves of a restarted master do not all
 * connect at once. Used by one thread.
 *
 * <p>Of slaves the first is 100 ms and the last 2 s. A slave is back at most 4 s after its network
 * or its master has recovered: the longest wait and {@link #CONNECT_LIMIT}.
 */
public final class Backoff {
  static final Duration FIRST = Duration.ofMillis(100);
  static final Duration LAST = Duration.ofSeconds(2);

  /**
   * The longest time for one attempt. On a broken path the system retries ever more rarely, and
   * would notice late that the path works again.
   */
  public static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  private final Duration first;
  private final Duration last;
  private final RandomGenerator random;
  private Duration ceiling;

  /** That of a slave. */
  public Backoff(RandomGenerator random) {
    this(FIRST, LAST, random);
  }

  /** Waits of at most these lengths. */
  public Backoff(Duration first, Duration last, RandomGenerator random) {
    this.first = first;
    this.last = last;
    this.random = random;
    ceiling = first;
  }

  /** The next wait. */
  public Duration next() {
    long half = ceiling.toNanos() / 2;
    Duration doubled = ceiling.multipliedBy(2);
    ceiling = doubled.compareTo(last) < 0 ? doubled : last;
    return Duration.ofNanos(half + random.nextLong(half + 1));
  }

  /** An attempt has succeeded: the next wait is the first one again. */
  public void reset() {
    ceiling = first;
  }
}
