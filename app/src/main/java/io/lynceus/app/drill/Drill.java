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
 * Runs one fault in a cluster of its own, under load. For one thread.
 *
 * <p>As many images are submitted at once as there are slaves, so that all slaves work and still
 * have credit for the units that one of them loses.
 */
final class Drill {
  private static final String VICTIM = "slave-1";
  private static final int WARM_UP_REPLIES = 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration LATE_REPLIES = Duration.ofSeconds(2);

  private final LocalCluster cluster;
  private final LoadGenerator load;
  private final StatusWatch watch;

  private Drill(LocalCluster cluster, LoadGenerator load) {
    this.cluster = cluster;
    this.load = load;
    this.watch = new StatusWatch(cluster.client(), POLL);
  }

  /**
   * Starts a cluster, injects the fault, and counts the replies.
   *
   * @param slaves at least 2
   * @param logs an existing folder
   * @param progress receives lines that tell what happens
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
    progress.accept(fault.key() + ": sending images");
    watch.await(status -> load.replied() >= WARM_UP_REPLIES, 0, TIMEOUT);
    watch.await(status -> StatusWatch.isBusy(status, VICTIM), 0, TIMEOUT);
    Duration usual = load.times().median();
    Attempts before = watch.status().attempts();
    progress.accept(fault.key() + ": " + VICTIM + ", at work: " + fault.description());
    Observed seen =
        switch (fault) {
          case KILL -> kill();
          case STOP -> stop(fault.length());
          case SLOW -> slow(fault.length());
        };
    Thread.sleep(LATE_REPLIES.toMillis()); // A late reply can only be watched for, not awaited.
    LoadCount count = load.finish(TIMEOUT);
    return new DrillResult(
        fault.key(),
        fault.description(),
        new DrillResult.Times(seen.detected(), redispatched(before, seen), seen.back()),
        usual,
        count);
  }

  /** What polling the status has shown; empty what was not seen. */
  private record Observed(Optional<Duration> detected, Optional<Duration> back) {}

  /** Units that already had a second attempt when their slave was given up need no further one. */
  private Optional<Duration> redispatched(Attempts before, Observed seen) throws IOException {
    Attempts after = watch.status().attempts();
    if (after.again() > before.again()) {
      return seen.detected().map(after.againLongest()::plus);
    }
    return seen.detected().filter(detected -> after.speculative() > before.speculative());
  }

  private Observed kill() throws IOException, InterruptedException {
    long start = System.nanoTime();
    cluster.process(VICTIM).kill();
    Optional<Duration> detected = watch.await(not(Drill::isReady), start, TIMEOUT);
    long restart = System.nanoTime();
    cluster.restartSlave(VICTIM);
    return new Observed(detected, watch.await(Drill::isReady, restart, TIMEOUT));
  }

  private Observed stop(Duration length) throws IOException, InterruptedException {
    long start = System.nanoTime();
    cluster.process(VICTIM).stop();
    Optional<Duration> detected = watch.await(not(Drill::isReady), start, length);
    awaitEnd(length, start);
    long resume = System.nanoTime();
    cluster.process(VICTIM).resume();
    return new Observed(detected, watch.await(Drill::isReady, resume, TIMEOUT));
  }

  /**
   * A slow slave never stops replying: it counts as detected when a second attempt of one of its
   * units is started.
   */
  private Observed slow(Duration length) throws IOException, InterruptedException {
    long before = watch.status().attempts().speculative();
    long start = System.nanoTime();
    Slowdown slowdown = Slowdown.start(cluster.process(VICTIM), 10);
    try {
      Optional<Duration> detected =
          watch.await(status -> status.attempts().speculative() > before, start, length);
      awaitEnd(length, start);
      return new Observed(detected, Optional.empty());
    } finally {
      slowdown.close();
    }
  }

  /** Waits until the fault has lasted {@code length}. */
  private static void awaitEnd(Duration length, long start) throws InterruptedException {
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
