package io.lynceus.master.dispatch;

import io.lynceus.model.settings.Check;
import java.time.Duration;

/**
 * The settings of dispatch.
 *
 * @param replies when a task is answered, and with what
 * @param retries when and how often a work unit is tried again
 * @param waiting how many tasks may wait for their first slot
 * @param prefetch {@code slaves.prefetch}: units that a slave gets beyond its slots, so that no
 *     thread waits for the network; 0 to 1000
 * @param remembered which replies are kept for clients that send an image again
 * @param liveness when a silent slave is suspected and given up
 */
public record DispatchConfig(
    Replies replies,
    Retries retries,
    Waiting waiting,
    int prefetch,
    Remembered remembered,
    Liveness liveness) {
  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int MOST = 10_000_000;
  private static final long MOST_BYTES = 1L << 40;

  public DispatchConfig {
    Check.wholeNumber("slaves.prefetch", prefetch, 0, 1000);
  }

  /**
   * When a task is answered, and with what.
   *
   * @param deadline {@code limits.deadline}: every task is answered within this time after its
   *     submission, 1 ms to 1 day; a client may ask for less, not for more
   * @param minDecoded {@code limits.min-decoded}: analyses of a damaged picture of which a smaller
   *     part could be decoded have failed, 0 to 1
   */
  public record Replies(Duration deadline, double minDecoded) {
    public Replies {
      Check.time("limits.deadline", deadline, LEAST, LONGEST);
      Check.number("limits.min-decoded", minDecoded, 0, 1);
    }
  }

  /**
   * When and how often a work unit is tried again.
   *
   * @param attempts {@code limits.attempts}: how often it is tried at most, 1 to 1000
   * @param attemptTime {@code limits.attempt-time}: when one slave has had it for this time, it
   *     goes to another; 1 ms to 1 day
   * @param noSlaveGrace {@code limits.no-slave-grace}: how long it waits while no slave that could
   *     run it is connected, 0 to 1 day
   * @param speculation {@code slaves.speculation}: second attempts beside a slow one, for each
   *     first attempt; 0 to 1
   */
  public record Retries(
      int attempts, Duration attemptTime, Duration noSlaveGrace, double speculation) {
    public Retries {
      Check.wholeNumber("limits.attempts", attempts, 1, 1000);
      Check.time("limits.attempt-time", attemptTime, LEAST, LONGEST);
      Check.time("limits.no-slave-grace", noSlaveGrace, Duration.ZERO, LONGEST);
      Check.number("slaves.speculation", speculation, 0, 1);
    }
  }

  /**
   * How many tasks may wait for their first slot; the next one is answered BUSY.
   *
   * @param tasks {@code limits.waiting-tasks}: 1 to 10,000,000
   * @param bytes {@code limits.waiting-bytes}: of their images, 1 B to 1 TiB
   */
  public record Waiting(int tasks, long bytes) {
    public Waiting {
      Check.wholeNumber("limits.waiting-tasks", tasks, 1, MOST);
      Check.size("limits.waiting-bytes", bytes, 1, MOST_BYTES);
    }
  }

  /**
   * Which replies to images with an id are kept.
   *
   * @param time {@code limits.remember-time}: for how long, 1 ms to 30 days
   * @param replies {@code limits.remember-replies}: how many, 0 (none) to 10,000,000
   * @param bytes {@code limits.remember-bytes}: how much of the heap they take, about; 0 to 1 TiB
   */
  public record Remembered(Duration time, int replies, long bytes) {
    public Remembered {
      Check.time("limits.remember-time", time, LEAST, Duration.ofDays(30));
      Check.wholeNumber("limits.remember-replies", replies, 0, MOST);
      Check.size("limits.remember-bytes", bytes, 0, MOST_BYTES);
    }
  }

  /**
   * How long a slave may be silent. The slaves' port and dispatch share it.
   *
   * @param heartbeat {@code slaves.heartbeat}: how often each side sends a heartbeat, 10 ms to 1
   *     minute
   * @param suspectAfter {@code slaves.suspect-after}: after this silence its units go to others,
   *     and the connection is kept; longer than {@code heartbeat}
   * @param silence {@code slaves.silence}: after this silence the connection is closed; longer than
   *     {@code suspectAfter}, at least twice {@code heartbeat}, at most 1 hour
   */
  public record Liveness(Duration heartbeat, Duration suspectAfter, Duration silence) {
    public Liveness {
      Check.time("slaves.heartbeat", heartbeat, Duration.ofMillis(10), Duration.ofMinutes(1));
      Check.time("slaves.silence", silence, heartbeat.multipliedBy(2), Duration.ofHours(1));
      Check.that(
          suspectAfter.compareTo(heartbeat) > 0 && suspectAfter.compareTo(silence) < 0,
          "slaves.suspect-after",
          "a time between slaves.heartbeat (%s) and slaves.silence (%s)"
              .formatted(Check.time(heartbeat), Check.time(silence)),
          Check.time(suspectAfter));
    }
  }
}
