package io.lynceus.systemtests.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.ClusterProcess;
import io.lynceus.cluster.LoadCount;
import io.lynceus.cluster.LoadGenerator;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.systemtests.net.Namespace.Cut;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The network between the master and one of its two slaves silently drops everything for 8 s;
 * {@code -Dlynceus.partition=30} makes it 30 s. The promise is 5 s until both ends notice and 5 s
 * until the slave is back; the test asserts twice that, for busy machines, and prints the figures.
 */
@Tag("story")
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(300)
class PartitionIT {
  private static final Duration PARTITION =
      Duration.ofSeconds(Integer.getInteger("lynceus.partition", 8));
  private static final Duration PROMISED = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Pattern SLAVE_LOST = Pattern.compile("slave slave-1 at \\S+ lost: ");
  private static final Pattern MASTER_LOST = Pattern.compile("lost the master at ");
  private static final Pattern READY = Pattern.compile("\\bready\\b");

  @TempDir private static Path logs;
  private Namespace far;
  private LocalCluster cluster;

  @BeforeAll
  void start() throws Exception {
    try {
      far = Namespace.make();
    } catch (IOException e) {
      abort("no network namespace can be made here (root, iproute2 and iptables are needed): " + e);
    }
    ProcessPlan slave = ProcessPlan.DEFAULT.with("master.host", far.nearAddress());
    cluster =
        LocalCluster.start(
            ClusterPlan.in(logs)
                .withMaster(ProcessPlan.DEFAULT.with("slaves.host", far.nearAddress()))
                .withSlave(slave)
                .withSlave("slave-1", slave.withPrefix(far.prefix())));
  }

  @AfterAll
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
    if (far != null) {
      far.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Cut.class)
  void aPartitionLosesNothingAndTheSlaveReconnects(Cut cut) throws Exception {
    try (LoadGenerator load = LoadGenerator.start(cluster.client().withWindow(12))) {
      awaitReplies(load, 12);
      cutAndHeal(cut, cut + " under load");
      awaitReplies(load, load.sent());
      LoadCount count = load.finish(TIMEOUT);

      System.out.println("partition: " + count);
      assertThat(load.failure()).isEmpty();
      assertThat(count.isExact()).as("one reply each: %s", count).isTrue();
      assertThat(count.complete()).isEqualTo(count.sent());
    }
  }

  @Test
  void anIdleHalfOpenConnectionIsNoticed() throws Exception {
    cutAndHeal(Cut.BOTH, "both, idle");
  }

  private void cutAndHeal(Cut cut, String what) throws Exception {
    ClusterProcess slave = cluster.process("slave-1");
    long readyBefore = slave.countLines(READY);
    far.cut(cut);
    long cutAt = System.nanoTime();
    CompletableFuture<Duration> byMaster = next(cluster.master(), SLAVE_LOST, cutAt);
    CompletableFuture<Duration> bySlave = next(slave, MASTER_LOST, cutAt);
    Duration noticedByMaster = byMaster.get();
    Duration noticedBySlave = bySlave.get();
    assertThat(slave.countLines(READY))
        .as("ready again through a cut cable")
        .isEqualTo(readyBefore);

    Thread.sleep(Math.max(0, PARTITION.minusNanos(System.nanoTime() - cutAt).toMillis()));
    CompletableFuture<Duration> ready = next(slave, READY, System.nanoTime());
    far.heal();
    Duration back = ready.get();
    System.out.printf(
        "partition (%s): noticed by the master after %d ms, by the slave after %d ms;"
            + " back %d ms after it was healed%n",
        what, noticedByMaster.toMillis(), noticedBySlave.toMillis(), back.toMillis());
    assertThat(noticedByMaster).isLessThan(PROMISED.multipliedBy(2));
    assertThat(noticedBySlave).isLessThan(PROMISED.multipliedBy(2));
    assertThat(back).isLessThan(PROMISED.multipliedBy(2));
  }

  /** The time from {@code since} until the process logs the pattern once more. */
  private static CompletableFuture<Duration> next(ClusterProcess process, Pattern said, long since)
      throws IOException {
    long before = process.countLines(said);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            process.awaitLines(said, before + 1, TIMEOUT);
            return Duration.ofNanos(System.nanoTime() - since);
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void awaitReplies(LoadGenerator load, long number) throws InterruptedException {
    long giveUp = System.nanoTime() + TIMEOUT.toNanos();
    while (load.replies().size() < number && System.nanoTime() < giveUp) {
      Thread.sleep(20);
    }
  }
}
