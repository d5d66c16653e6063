package io.lynceus.app.drill;

import io.lynceus.cluster.LoadCount;
import java.time.Duration;
import java.util.Optional;

/**
 * The result of one drill.
 *
 * @param fault {@code kill}, {@code stop}, {@code slow}; {@code yours} when the operator chose it
 * @param description what was done to the slave
 * @param times how long things took; a time is empty when the event did not happen, or when the
 *     time of the fault is unknown
 * @param usual the median reply time before the fault, or of the whole drill when that is unknown
 * @param count the replies
 */
record DrillResult(
    String fault, String description, FaultTimes times, Duration usual, LoadCount count) {

  /**
   * How long things took.
   *
   * @param detected from the fault until the master gave the slave no more units, or gave its work
   *     to another slave as well
   * @param redispatched from the fault until the last of its units had been given to another slave
   * @param back from the end of the fault until the slave was ready again
   */
  record FaultTimes(
      Optional<Duration> detected, Optional<Duration> redispatched, Optional<Duration> back) {}
}
