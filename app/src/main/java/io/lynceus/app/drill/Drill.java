package io.lynceus.app.drill;

import io.lynceus.app.status.StatusWatch;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LoadCount;
import io.lynceus.cluster.LoadGenerator;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.Slowdown;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Attempts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One fault in a cluster of its own, under load. For one thread.
 *
 * <p>There is one image on its way for each slave: all of them work, and have credit left for what
 * one of them loses.
 */
final class Drill {
  private static final String VICTIM = "slave-1";
  private static final int WARM_UP_ANSWERS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration AFTERMATH = Duration.ofSeconds(2);

  private final LocalCluster cluster;
  private final LoadGenerator load;
  private final StatusWatch watch;

  private Drill(LocalCluster cluster, LoadGenerator load) {
    this.cluster = cluster;
    this.load = load;
    this.watch = new StatusWatch(cluster.client());
  }

  /**
   * Starts a cluster, hurts it, counts.
   *
   * @param slaves at least 2
   * @param logs an existing folder
   * @param progress takes lines on what is going on
   * @throws IOException when the cluster does not start or its master is lost
   */
  static DrillResult run(DrillFault fault, int slaves, Path logs, Consumer<String> progress)
      throws IOException, InterruptedException {
    progress.accept(fault.key() + ": starting a master and " + slaves + " slaves");
    ClusterPlan plan = ClusterPlan.in(logs).withSlaves(slaves);
    try (LocalCluster cluster = LocalCluster.start(plan);
        LoadGenerator load = LoadGenerator.start(cluster.client().withWindow(slaves))) {
      return new Drill(cluster, load).run(fault, progress);
    }
  }

  private DrillResult run(DrillFault fault, Consumer<String> progress)
      throws IOException, InterruptedException {
    progress.accept(fault.key() + ": images are on their way");
    watch.await(status -> load.answered() >= WARM_UP_ANSWERS, 0, PATIENCE);
    watch.await(status -> StatusWatch.isBusy(status, VICTIM), 0, PATIENCE);
    Duration usual = load.times().median();
    Attempts before = watch.status().attempts();
    progress.accept(fault.key() + ": " + VICTIM + ", at work: " + fault.words());
    Seen seen =
        switch (fault) {
          case KILL -> kill();
          case STOP -> stop(fault.length());
          case SLOW -> slow(fault.length());
        };
    Thread.sleep(AFTERMATH.toMillis()); // what comes late, or twice, is to be counted
    LoadCount count = load.finish(PATIENCE);
    return new DrillResult(
        fault.key(),
        fault.words(),
        new DrillResult.Times(seen.detected(), redispatched(before, seen), seen.back()),
        usual,
        count);
  }

  /** What a watcher of the status sees. */
  private record Seen(Optional<Duration> detected, Optional<Duration> back) {}

  /** Work that had a second attempt before its slave was given up needed no other. */
  private Optional<Duration> redispatched(Attempts before, Seen seen) throws IOException {
    Attempts after = watch.status().attempts();
    if (after.again() > before.again()) {
      return seen.detected().map(after.againLongest()::plus);
    }
    return seen.detected().filter(detected -> after.speculative() > before.speculative());
  }

  private Seen kill() throws IOException, InterruptedException {
    long start = System.nanoTime();
    cluster.process(VICTIM).kill();
    Optional<Duration> detected = watch.await(not(Drill::isReady), start, PATIENCE);
    long restart = System.nanoTime();
    cluster.restartSlave(VICTIM);
    return new Seen(detected, watch.await(Drill::isReady, restart, PATIENCE));
  }

  private Seen stop(Duration length) throws IOException, InterruptedException {
    long start = System.nanoTime();
    cluster.process(VICTIM).stop();
    Optional<Duration> detected = watch.await(not(Drill::isReady), start, length);
    last(length, start);
    long resume = System.nanoTime();
    cluster.process(VICTIM).resume();
    return new Seen(detected, watch.await(Drill::isReady, resume, PATIENCE));
  }

  /** It never stops serving: it is detected when some unit is given to another beside it. */
  private Seen slow(Duration length) throws IOException, InterruptedException {
    long before = watch.status().attempts().speculative();
    long start = System.nanoTime();
    Slowdown slowdown = Slowdown.start(cluster.process(VICTIM), 10);
    try {
      Optional<Duration> detected =
          watch.await(status -> status.attempts().speculative() > before, start, length);
      last(length, start);
      return new Seen(detected, Optional.empty());
    } finally {
      slowdown.close();
    }
  }

  /** The fault is to last that long, whatever was seen of it by now. */
  private static void last(Duration length, long start) throws InterruptedException {
    Thread.sleep(Math.max(0, length.toMillis() - millisSince(start)));
  }

  private static boolean isReady(ClusterStatus status) {
    return StatusWatch.isReady(status, VICTIM);
  }

  private static Predicate<ClusterStatus> not(Predicate<ClusterStatus> wanted) {
    return wanted.negate();
  }

  private static long millisSince(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }
}
