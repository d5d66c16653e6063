package io.lynceus.master.gateway;

import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Estimate;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.Slave.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Estimates how many slaves a load needs, with the queueing model M/M/n: images arrive at random
 * times and each is served as a whole by one of n slaves. Source: L. Kleinrock, Queueing Systems,
 * volume 1 (1975), section 3.5. Stateless.
 */
final class Sizing {
  /** The wait that an estimate aims at unless the client names another. */
  static final Duration DEFAULT_WAIT = Duration.ofSeconds(1);

  /** The share of images that may wait longer than the target. */
  private static final double MAY_WAIT = 0.05;

  private Sizing() {}

  /**
   * The estimate for a cluster's recent load.
   *
   * @param wait the target: 95 % of the images wait less than this for a slave; 0 or more
   * @return empty while no image has been analysed, or no slave is ready
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
   * The fewest slaves with which 95 % of the images wait at most {@code wait}.
   *
   * @param rate images per second, above 0
   * @param service seconds that a slave needs for one image, above 0
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

  /**
   * The share of images that wait longer than {@code wait}: Erlang's C, times its exponential
   * decay.
   *
   * @param blocked Erlang's B for n slaves
   * @param wait in units of the service time
   */
  private static double waitsLonger(int n, double load, double blocked, double wait) {
    double waits = n * blocked / (n - load * (1 - blocked));
    return waits * Math.exp(-(n - load) * wait);
  }
}
