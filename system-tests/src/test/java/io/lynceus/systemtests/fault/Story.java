package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.client.ClientConfig;
import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.ClusterProcess;
import io.lynceus.cluster.LoadCount;
import io.lynceus.cluster.LoadGenerator;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.cluster.ReferenceImages;
import io.lynceus.model.Ask;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Slave;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs a cluster of real processes under load and checks the count of replies at the end. */
final class Story implements AutoCloseable {
  /** The timeout for what must happen at last, even on a slow machine. */
  static final Duration TIMEOUT = Duration.ofMinutes(3);

  /** The last messages of a slave arrive within this time. */
  private static final Duration ON_ITS_WAY = Duration.ofMillis(50);

  /** Images submitted at once: work for all slaves, with slots left for a lost slave's units. */
  private static final int WINDOW = 2;

  private static final Pattern GIVEN_TO_OTHERS =
      Pattern.compile("work units are with others, the last after (\\d+) ms");

  final LocalCluster cluster;
  final LoadGenerator load;

  private Story(LocalCluster cluster, LoadGenerator load) {
    this.cluster = cluster;
    this.load = load;
  }

  /**
   * A cluster whose timeouts are long enough for a slow machine, so that only injected faults
   * count.
   *
   * @param logs an existing folder
   */
  static ClusterPlan patient(Path logs) {
    return ClusterPlan.in(logs)
        .withMaster(
            ProcessPlan.DEFAULT
                .with("limits.deadline", "3m")
                .with("limits.attempt-time", "1m")
                .with("limits.no-slave-grace", "2m")
                .with("slaves.suspect-after", "20s")
                .with("slaves.silence", "30s"));
  }

  /** Starts the cluster and the load, and waits until every slave has finished a unit. */
  static Story start(ClusterPlan plan) throws Exception {
    return start(plan, WINDOW);
  }

  /**
   * Starts the cluster and the load, and waits until every slave has finished a unit.
   *
   * @param window images submitted at once
   */
  static Story start(ClusterPlan plan, int window) throws Exception {
    Story story = start(plan, window, new ReferenceImages(), Ask.DEFAULT);
    story.awaitStatus(status -> status.slaves().stream().allMatch(s -> s.unitsDone() > 0));
    return story;
  }

  /** Starts the cluster and the load. */
  static Story start(ClusterPlan plan, int window, LongFunction<byte[]> images, Ask options)
      throws Exception {
    LocalCluster cluster = LocalCluster.start(plan);
    try {
      ClientConfig client = cluster.client().withWindow(window).withTimeouts(TIMEOUT, TIMEOUT);
      return new Story(cluster, LoadGenerator.start(client, images, options));
    } catch (IOException e) {
      cluster.close();
      throw e;
    }
  }

  ClusterProcess process(String name) {
    return cluster.process(name);
  }

  ClusterStatus status() throws IOException {
    return TaskClient.status(cluster.client());
  }

  Optional<Slave> slave(String name) throws IOException {
    return status().slaves().stream().filter(slave -> slave.name().equals(name)).findFirst();
  }

  void awaitStatus(Predicate<ClusterStatus> wanted) {
    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(10))
        .ignoreException(IOException.class)
        .until(this::status, wanted);
  }

  /** Waits until the slave has a unit. */
  void awaitMidWork(String name) {
    awaitStatus(status -> status.slaves().stream().anyMatch(slave -> isAtWork(slave, name)));
  }

  /** Freezes the slave while it has a unit: resumes it and tries again if it had none. */
  void freezeInMidWork(String name) {
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              awaitMidWork(name);
              process(name).stop();
              Thread.sleep(ON_ITS_WAY.toMillis());
              boolean caught = slave(name).filter(slave -> isAtWork(slave, name)).isPresent();
              if (!caught) {
                process(name).resume();
              }
              return caught;
            });
  }

  /** Kills the slave while it has a unit. */
  void killInMidWork(String name) {
    freezeInMidWork(name);
    process(name).kill();
  }

  /** A slave that has a unit. */
  String anyAtWork() {
    return await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> status().slaves().stream().filter(slave -> slave.busy() > 0).findFirst(),
            Optional::isPresent)
        .orElseThrow()
        .name();
  }

  private static boolean isAtWork(Slave slave, String name) {
    return slave.name().equals(name) && slave.state() == Slave.State.READY && slave.busy() > 0;
  }

  /** Waits for {@code more} replies. */
  void awaitReplies(int more) {
    awaitRepliesInTotal(load.replied() + more);
  }

  /** Waits for the replies to all images sent so far. */
  void awaitPendingReplies() {
    awaitRepliesInTotal(load.sent());
  }

  private void awaitRepliesInTotal(long wanted) {
    await().atMost(TIMEOUT).until(() -> load.replied() >= wanted);
  }

  /** How long the master took to give the lost slaves' units to others, from its log. */
  List<Long> redispatchMillis() throws IOException {
    try (Stream<String> lines = Files.lines(cluster.master().log())) {
      return lines
          .map(GIVEN_TO_OTHERS::matcher)
          .filter(Matcher::find)
          .map(matcher -> Long.parseLong(matcher.group(1)))
          .sorted()
          .toList();
    }
  }

  /** Ends the load and checks that every image has exactly one reply, in its place. */
  LoadCount count() throws InterruptedException {
    LoadCount count = load.finish(TIMEOUT);
    System.out.println("  " + count);
    assertThat(load.failure()).as("the connection survived").isEmpty();
    assertThat(count.lost()).as("lost of %d", count.sent()).isZero();
    assertThat(count.doubled()).as("doubled of %d", count.sent()).isZero();
    assertThat(count.misplaced()).as("out of order of %d", count.sent()).isZero();
    return count;
  }

  @Override
  public void close() {
    load.close();
    cluster.close();
  }
}
