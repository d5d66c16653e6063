package io.lynceus.app.status;

import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Estimate;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.Slave.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How many slaves a load wants, by the queue M/M/n: images that come at random times, each served
 * as a whole by one of n slaves. Source: L. Kleinrock, Queueing Systems, volume 1 (1975), section
 * 3.5.
 */
final class Sizing {
  /** Share of the images that may wait longer. */
  private static final double MAY_WAIT = 0.05;

  private Sizing() {}

  /**
   * For the load that a cluster has had of late.
   *
   * @param wait that 95 % of the images are to stay below before a slave takes them
   * @return empty while nothing was answered, or no slave is ready
   */
  static Optional<Estimate> of(ClusterStatus status, Duration wait) {
    List<Slave> ready =
        status.slaves().stream().filter(slave -> slave.state() == State.READY).toList();
    double work = status.load().workPerImage().toNanos() / 1e9;
    if (ready.isEmpty() || work <= 0 || status.load().imagesPerSecond() <= 0) {
      return Optional.empty();
    }
    double slots = ready.stream().mapToInt(Slave::slots).average().orElse(1);
    int slaves = slaves(status.load().imagesPerSecond(), work / slots, wait.toNanos() / 1e9);
    return Optional.of(
        new Estimate(wait, slaves, slaves - ready.size(), status.load().busyPerSecond() > 0));
  }

  /**
   * The fewest slaves with which 95 % of the images wait no longer than that.
   *
   * @param rate images a second, above 0
   * @param service seconds that a slave takes for one, above 0
   * @param wait seconds, 0 or more
   */
  static int slaves(double rate, double service, double wait) {
    double load = rate * service;
    double blocked = 1; // Erlang's B for no slave at all
    for (int n = 1; ; n++) {
      blocked = load * blocked / (n + load * blocked);
      if (n > load && waitsLonger(n, load, blocked, wait / service) <= MAY_WAIT) {
        return n;
      }
    }
  }

  /** Erlang's C, and how it fades with the wait, in units of the service time. */
  private static double waitsLonger(int n, double load, double blocked, double wait) {
    double waits = n * blocked / (n - load * (1 - blocked));
    return waits * Math.exp(-(n - load) * wait);
  }
}
