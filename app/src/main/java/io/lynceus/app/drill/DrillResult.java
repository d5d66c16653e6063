package io.lynceus.app.drill;

import io.lynceus.cluster.LoadCount;
import java.time.Duration;
import java.util.Optional;

/**
 * What one drill has shown.
 *
 * @param fault {@code kill}, {@code stop}, {@code slow}; {@code yours} when the operator chose it
 * @param words what was done
 * @param detected from the fault until the master gave the slave nothing more, or gave its work to
 *     another beside it; empty when that never came, or nobody knows when the fault was
 * @param redispatched from the fault until the last of its units was with another slave
 * @param back from the fault's end until the slave was ready
 * @param usual the median time of an answer before the fault, or of all when that is not known
 * @param count of the load
 */
record DrillResult(
    String fault,
    String words,
    Optional<Duration> detected,
    Optional<Duration> redispatched,
    Optional<Duration> back,
    Duration usual,
    LoadCount count) {}
