package io.lynceus.benchmarks.dispatch;

import java.time.Duration;

/**
 * What a client has seen in one trial.
 *
 * @param units answered
 * @param time from the first request to the last answer
 * @param p50 median time from a request to its answer
 * @param p99 99 of 100 were no slower
 * @param clientCpu used by the client's own thread; zero where that was not measured
 */
public record Throughput(
    long units, Duration time, Duration p50, Duration p99, Duration clientCpu) {
  public double unitsPerSecond() {
    return units / (time.toNanos() / 1e9);
  }
}
