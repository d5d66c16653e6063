package io.lynceus.benchmarks.dispatch;

import java.time.Duration;

/**
 * A client's measurements in one trial.
 *
 * @param units the number of replies
 * @param time from the first request to the last reply
 * @param p50 median time from a request to its reply
 * @param p99 99th percentile of that time
 * @param clientCpu CPU time of the client's thread; zero if not measured
 */
public record Throughput(
    long units, Duration time, Duration p50, Duration p99, Duration clientCpu) {
  public double unitsPerSecond() {
    return units / (time.toNanos() / 1e9);
  }
}
