package io.lynceus.master.dispatch;

import java.time.Duration;

/**
 * The settings of dispatch.
 *
 * @param deadline a task is answered this long after its submission at the latest; a client may ask
 *     for less, not for more
 * @param attemptTime a work unit is given to another slave when one has had it for so long
 * @param attempts how often a work unit is tried, at least 1
 * @param noSlaveGrace how long a work unit waits while no slave is there that could run it
 * @param waitingTasks tasks that may wait for their first slot; one more is answered BUSY
 * @param waitingBytes bytes of their images; likewise
 * @param prefetch units that a slave is given beyond its slots, so that none of its threads waits
 *     for the network
 * @param remembered which replies are kept for clients that send an image again
 * @param speculation second attempts beside one that takes long, for each first attempt; 0 to 1
 * @param liveness when a quiet slave is suspected and given up
 */
public record DispatchConfig(
    Duration deadline,
    Duration attemptTime,
    int attempts,
    Duration noSlaveGrace,
    int waitingTasks,
    long waitingBytes,
    int prefetch,
    Remembered remembered,
    double speculation,
    Liveness liveness) {

  /** What the commented settings file says too; a test holds the two together. */
  public static final DispatchConfig DEFAULT =
      new DispatchConfig(
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          3,
          Duration.ofSeconds(5),
          1_000,
          512L << 20,
          2,
          Remembered.DEFAULT,
          0.05,
          Liveness.DEFAULT);

  public DispatchConfig {
    requirePositive("limits.deadline", deadline);
    requirePositive("limits.attempt-time", attemptTime);
    requireAtLeast("limits.attempts", attempts, 1);
    requireAtLeast("limits.waiting-tasks", waitingTasks, 1);
    requireAtLeast("limits.waiting-bytes", waitingBytes, 1);
    requireAtLeast("slaves.prefetch", prefetch, 0);
    if (!(speculation >= 0 && speculation <= 1)) {
      throw new IllegalArgumentException("slaves.speculation must be from 0 to 1");
    }
    if (noSlaveGrace.isNegative()) {
      throw new IllegalArgumentException("limits.no-slave-grace cannot be negative");
    }
  }

  /**
   * Which replies to images with an id are kept.
   *
   * @param time for how long
   * @param replies how many at most; 0 keeps none
   * @param bytes of the heap that they take at most, roughly
   */
  public record Remembered(Duration time, int replies, long bytes) {
    public static final Remembered DEFAULT =
        new Remembered(Duration.ofMinutes(10), 10_000, 64L << 20);

    public Remembered {
      requirePositive("limits.remember-time", time);
      requireAtLeast("limits.remember-replies", replies, 0);
      requireAtLeast("limits.remember-bytes", bytes, 0);
    }
  }

  /**
   * How quiet a slave may be.
   *
   * @param heartbeat how often each side sends a heartbeat
   * @param suspectAfter after this silence its units are given to others, while the connection is
   *     kept
   * @param silence after this silence the connection is closed
   */
  public record Liveness(Duration heartbeat, Duration suspectAfter, Duration silence) {
    public static final Liveness DEFAULT =
        new Liveness(Duration.ofMillis(500), Duration.ofMillis(1_800), Duration.ofSeconds(4));

    public Liveness {
      requirePositive("slaves.heartbeat", heartbeat);
      if (suspectAfter.compareTo(heartbeat) <= 0 || silence.compareTo(suspectAfter) <= 0) {
        throw new IllegalArgumentException(
            "slaves.heartbeat, slaves.suspect-after and slaves.silence must grow in this order");
      }
    }
  }

  private static void requirePositive(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(key + " must be longer than 0");
    }
  }

  private static void requireAtLeast(String key, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(key + " must be at least " + least);
    }
  }
}
