package io.lynceus.app.drill;

import io.lynceus.cluster.LoadCount;
import java.time.Duration;
import java.util.Optional;

/**
 * The result of one drill.
 *
 * @param fault {@code kill}, {@code stop}, {@code slow}; {@code yours} when the operator chose it
 * @param words what was done
 * @param times how long things took; a time is empty when it never came to that, or when nobody
 *     knows when the fault was
 * @param usual the median time of an answer before the fault, or of all when that is not known
 * @param count of the load
 */
record DrillResult(String fault, String words, Times times, Duration usual, LoadCount count) {

  /**
   * How long things took.
   *
   * @param detected from the fault until the master gave the slave nothing more, or gave its work
   *     to another slave too
   * @param redispatched from the fault until another slave had the last of its units
   * @param back from the fault's end until the slave was ready
   */
  record Times(
      Optional<Duration> detected, Optional<Duration> redispatched, Optional<Duration> back) {}
}
