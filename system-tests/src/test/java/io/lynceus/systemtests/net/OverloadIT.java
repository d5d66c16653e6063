package io.lynceus.systemtests.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.cluster.ReferenceImages;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import io.lynceus.systemtests.PeakMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Puts ten times the possible load on a cluster. It has one slave with one thread, so that one of
 * two processors is free for the master and the clients, which would be on other machines.
 *
 * <p>The promise is 50 ms for 99 % of the BUSY replies, and 90 % of the peak throughput. Since the
 * machine may be busy, the test asserts 50 ms for half of them, a third of the peak, and the CPU
 * time of a refusal; it prints the figures. {@code -Dlynceus.overload=60} makes each phase 60 s
 * long.
 */
@Tag("story")
@Timeout(600)
class OverloadIT {
  private static final Duration PHASE =
      Duration.ofSeconds(Integer.getInteger("lynceus.overload", 8));
  private static final int WAITING = 16;
  private static final int CLIENTS_THAT_FIT = 16;
  private static final int CLIENTS = 160;
  private static final int TIMES_TOO_MUCH = 10;

  @TempDir private Path logs;
  private final ReferenceImages images = new ReferenceImages();
  private final AtomicInteger number = new AtomicInteger();

  /**
   * The replies in one phase.
   *
   * @param busy the time of each BUSY reply
   */
  private record Phase(AtomicInteger complete, Queue<Duration> busy) {
    Phase() {
      this(new AtomicInteger(), new ConcurrentLinkedQueue<>());
    }

    double rate() {
      return complete.get() / (double) PHASE.toSeconds();
    }

    Duration busyQuantile(double share) {
      List<Duration> sorted = busy.stream().sorted().toList();
      return sorted.get((int) Math.ceil(sorted.size() * share) - 1);
    }
  }

  @Test
  void tenfoldOverloadIsRefusedAsBusyAndThroughputHolds() throws Exception {
    ProcessPlan master =
        ProcessPlan.DEFAULT
            .with("limits.waiting-tasks", Integer.toString(WAITING))
            .withJvmOptions("-Xmx256m");
    ProcessPlan slave = ProcessPlan.DEFAULT.with("threads", "1");
    try (LocalCluster cluster =
        LocalCluster.start(
            ClusterPlan.in(logs).withSlaves(1).withMaster(master).withSlave(slave))) {
      run(cluster, CLIENTS_THAT_FIT, Duration.ZERO); // until the JVMs have compiled the hot code
      Duration idle = cpu(cluster);
      Phase peak = run(cluster, CLIENTS_THAT_FIT, Duration.ZERO);
      Duration atPeak = cpu(cluster).minus(idle);
      long before = PeakMemory.mebibytes(cluster.master().pid());
      // Most clients are refused; their pause makes all of them together the intended load.
      Duration pause = Duration.ofNanos((long) (CLIENTS * 1e9 / (TIMES_TOO_MUCH * peak.rate())));
      Duration started = cpu(cluster);
      Phase over = run(cluster, CLIENTS, pause);
      double share = over.complete.get() / (double) peak.complete.get();
      double cpuOfRefusals = millis(cpu(cluster).minus(started)) - share * millis(atPeak);
      double cpuOfOne = cpuOfRefusals / over.busy.size();

      long after = PeakMemory.mebibytes(cluster.master().pid());
      System.out.printf(
          "overload: peak %.1f images/s; at %.1f times that %.1f images/s (%.0f %%); %d replies"
              + " BUSY, p50 %.1f ms, p99 %.1f ms, of the master's processor time %.2f ms each; its"
              + " peak memory %d MiB, was %d%n",
          peak.rate(),
          (over.complete.get() + over.busy.size()) / (double) peak.complete.get(),
          over.rate(),
          100 * over.rate() / peak.rate(),
          over.busy.size(),
          millis(over.busyQuantile(0.5)),
          millis(over.busyQuantile(0.99)),
          cpuOfOne,
          after,
          before);
      assertThat(over.busy).hasSizeGreaterThan(peak.complete.get());
      assertThat(over.busyQuantile(0.5)).isLessThan(Duration.ofMillis(50));
      assertThat(over.rate()).isGreaterThan(peak.rate() / 3);
      assertThat(cpuOfOne).as("ms for a refusal").isLessThan(5);
      assertThat(after - before).isLessThan(150);
    }
  }

  /** The master's CPU time. */
  private static Duration cpu(LocalCluster cluster) {
    return ProcessHandle.of(cluster.master().pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow();
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }

  private Phase run(LocalCluster cluster, int clients, Duration pause) throws Exception {
    Phase phase = new Phase();
    long end = System.nanoTime() + PHASE.toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        Callable<Void> client = () -> ask(cluster.tasksPort(), end, pause, phase);
        all.add(threads.submit(client));
      }
      for (Future<?> one : all) {
        one.get();
      }
      return phase;
    } finally {
      threads.shutdownNow();
    }
  }

  private Void ask(int port, long end, Duration pause, Phase phase) throws Exception {
    try (LoopbackClient client = new LoopbackClient(port)) {
      client.send("STREAM\nSET analyses=edges\n");
      // The clients start at different times, so that the load is even.
      Thread.sleep(ThreadLocalRandom.current().nextLong(pause.toMillis() + 1));
      while (System.nanoTime() - end < 0) {
        byte[] image = images.apply(number.getAndIncrement());
        long start = System.nanoTime();
        Reply reply = client.send(image).reply();
        if (System.nanoTime() - end >= 0) {
          break; // the phase is over
        }
        if (reply.status() == Status.COMPLETE) {
          phase.complete.incrementAndGet();
        } else {
          Rejection rejection = reply.rejection().orElseThrow();
          assertThat(rejection.code()).isEqualTo(RejectionCode.BUSY);
          assertThat(rejection.retryAfter()).isPresent();
          phase.busy.add(Duration.ofNanos(System.nanoTime() - start));
          Thread.sleep(pause.toMillis());
        }
      }
    }
    return null;
  }
}
