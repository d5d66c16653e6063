package io.lynceus.store.result;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Which numbers are wanted.
 *
 * @param by the length of a step
 * @param from the beginning, rounded down to a step
 * @param to the end, rounded up to a step; at most {@value #MAX_STEPS} steps later
 * @param zone days begin at its midnight
 * @param camera of that one alone
 * @param label of that one alone
 */
public record SummaryQuery(
    Step by,
    Instant from,
    Instant to,
    ZoneOffset zone,
    Optional<String> camera,
    Optional<String> label) {
  public static final int MAX_STEPS = 1000;

  /**
   * Checks the times.
   *
   * @throws IllegalArgumentException says what is allowed
   */
  public SummaryQuery {
    if (from.isAfter(to)) {
      throw new IllegalArgumentException("from is later than to");
    }
    if (Duration.between(from, to).compareTo(by.length().multipliedBy(MAX_STEPS)) > 0) {
      throw new IllegalArgumentException(
          "a summary has at most " + MAX_STEPS + " steps: ask for a shorter time, or by day");
    }
  }

  /** The length of a step. */
  public enum Step {
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1));

    private final Duration length;

    Step(Duration length) {
      this.length = length;
    }

    public Duration length() {
      return length;
    }
  }
}
