package io.lynceus.benchmarks.cluster;

import io.lynceus.benchmarks.pipeline.OneProcess;
import io.lynceus.benchmarks.rounds.Side;
import io.lynceus.benchmarks.stills.Stills;
import io.lynceus.cluster.Slowdown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The measurements of a cluster, with pictures of one size. */
final class Trials {
  /** Enough to keep two slaves busy; the window of one client among many. */
  private static final int WINDOW = 16;

  /** More images than ever wait below saturation. */
  private static final int UNLIMITED = 500;

  private static final Duration WARM_UP = Duration.ofMillis(1500);
  private static final int SLOWER = 10;

  private final Stills stills;
  private final Duration time;
  private int measured;

  /** The saturated rate of the last round; other loads are fractions of it. */
  private double mostPerSecond;

  Trials(Stills stills, Duration time) {
    this.stills = stills;
    this.time = time;
  }

  private interface Workload {
    Latencies run(LoadClient client) throws Exception;
  }

  /** Saturates the cluster. */
  Side saturated(String name, Daemons cluster) {
    return new Side(
        name,
        () -> {
          Map<String, Double> figures = measure(cluster, WINDOW, client -> client.saturate(time));
          if (name.equals(Goals.CLUSTER)) {
            mostPerSecond = figures.getOrDefault("images/s", 0.0);
          }
          return figures;
        });
  }

  /** Loads at fractions of saturation, and one image at a time. */
  List<Side> loads(Daemons cluster) {
    List<Side> sides = new ArrayList<>();
    for (int percent : new int[] {20, 50, 80}) {
      sides.add(
          new Side(
              percent + " % of that",
              () -> measure(cluster, UNLIMITED, client -> offer(client, percent))));
    }
    sides.add(new Side(Goals.IDLE, () -> measure(cluster, 1, client -> client.saturate(time))));
    return sides;
  }

  /** 20 % of the saturated load, with one of two slaves ten times slower. */
  Side slowSlave(Daemons cluster) {
    return new Side(
        Goals.SLOW,
        () -> {
          Slowdown slow = Slowdown.start(cluster.slaves().get(0).pid(), SLOWER);
          try {
            return measure(cluster, UNLIMITED, client -> offer(client, 20));
          } finally {
            slow.close();
          }
        });
  }

  private Latencies offer(LoadClient client, int percent) throws Exception {
    double rate = mostPerSecond > 0 ? mostPerSecond : 10;
    return client.offer(rate * percent / 100, time, ++measured);
  }

  /**
   * Without a cluster: throughput of all cores, and the slowest analysis as the least latency of an
   * image.
   */
  List<Side> oneProcess(OneProcess process) {
    int cores = Runtime.getRuntime().availableProcessors();
    return List.of(
        new Side(
            Goals.ONE_PROCESS,
            () -> Map.of("images/s", process.imagesPerSecond(stills, cores, time))),
        new Side(
            Goals.SLOWEST,
            () -> Map.of("p50 ms", process.slowestAnalysisMillis(stills, time.dividedBy(8)))));
  }

  /** The time from the launcher's start to the line that says that the slave is ready. */
  Side start(Daemons cluster) {
    return new Side(
        Goals.START,
        () -> {
          long start = System.nanoTime();
          Daemon slave = cluster.startSlave("slave-3");
          double seconds = (System.nanoTime() - start) / 1e9;
          slave.close();
          return Map.of("start s", seconds);
        });
  }

  private Map<String, Double> measure(Daemons cluster, int window, Workload load) throws Exception {
    try (LoadClient client = new LoadClient(cluster.client(), stills, WINDOW)) {
      client.saturate(WARM_UP);
    }
    try (LoadClient client = new LoadClient(cluster.client(), stills, window)) {
      Cost before = Cost.of(cluster);
      Latencies latencies = load.run(client);
      Map<String, Double> figures = new LinkedHashMap<>();
      latencies.addTo(figures);
      Cost.of(cluster).addTo(figures, before, latencies, stills.meanBytes());
      return figures;
    }
  }
}
