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

/** The sides that a cluster is measured from, with pictures of one size. */
final class Trials {
  /** Enough to keep two slaves busy, and as much as one of many clients has on its way. */
  private static final int WINDOW = 16;

  /** More than ever wait at a load that can be borne. */
  private static final int ANY = 500;

  private static final Duration WARM_UP = Duration.ofMillis(1500);
  private static final int SLOWER = 10;

  private final Stills stills;
  private final Duration time;
  private int measured;

  /** Of the last round, in which loads are parts of it. */
  private double mostPerSecond;

  Trials(Stills stills, Duration time) {
    this.stills = stills;
    this.time = time;
  }

  private interface Load {
    Latencies run(Client client) throws Exception;
  }

  /** As many images as the cluster takes. */
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

  /** Parts of what the cluster takes, and one image at a time. */
  List<Side> loads(Daemons cluster) {
    List<Side> sides = new ArrayList<>();
    for (int percent : new int[] {20, 50, 80}) {
      sides.add(
          new Side(
              percent + " % of that",
              () -> measure(cluster, ANY, client -> offer(client, percent))));
    }
    sides.add(new Side(Goals.IDLE, () -> measure(cluster, 1, client -> client.saturate(time))));
    return sides;
  }

  /** A fifth of what two slaves take, with one of them ten times slower. */
  Side slowSlave(Daemons cluster) {
    return new Side(
        Goals.SLOW,
        () -> {
          Slowdown slow = Slowdown.start(cluster.slaves().get(0).pid(), SLOWER);
          try {
            return measure(cluster, ANY, client -> offer(client, 20));
          } finally {
            slow.close();
          }
        });
  }

  private Latencies offer(Client client, int percent) throws Exception {
    double rate = mostPerSecond > 0 ? mostPerSecond : 10;
    return client.offer(rate * percent / 100, time, ++measured);
  }

  /** No cluster: all cores, and what one image has to wait for at least. */
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

  /** From the launcher's start to the line that the master has taken the slave. */
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

  private Map<String, Double> measure(Daemons cluster, int window, Load load) throws Exception {
    try (Client client = new Client(cluster.client(), stills, WINDOW)) {
      client.saturate(WARM_UP);
    }
    try (Client client = new Client(cluster.client(), stills, window)) {
      Cost before = Cost.of(cluster);
      Latencies latencies = load.run(client);
      Map<String, Double> figures = new LinkedHashMap<>();
      latencies.addTo(figures);
      Cost.of(cluster).addTo(figures, before, latencies, stills.meanBytes());
      return figures;
    }
  }
}
