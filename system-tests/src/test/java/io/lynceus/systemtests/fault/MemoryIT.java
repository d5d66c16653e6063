package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.ClusterProcess;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.MemoryUse;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A slave that runs out of memory ends at once, or in order if it notices early; the cluster goes
 * on.
 */
@Tag("story")
class MemoryIT {
  private static final int OUT_OF_MEMORY = 3;
  private static final int GROWN = 4;

  /** The exit code when the JVM itself gets no memory: abort(). */
  private static final int ABORTED = 128 + 6;

  private static final String BAD = "slave-1";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path logs;

  /** Started as by the launcher, with a heap that is enough to start and too small for an image. */
  @Test
  void aSlaveWithAFullHeapEndsAndAnotherDoesItsWork() throws Exception {
    ProcessPlan tiny = ProcessPlan.DEFAULT.withJvmOptions("-Xmx48m", "-XX:+ExitOnOutOfMemoryError");
    try (LocalCluster cluster = LocalCluster.start(plan().withSlave(BAD, tiny))) {
      List<CompletableFuture<Reply>> submitted = submit(cluster, bmp(3300, 3300), 6);
      assertThat(cluster.process(BAD).awaitExit(Story.TIMEOUT)).isEqualTo(OUT_OF_MEMORY);
      assertAllComplete(submitted);
      assertServesAgain(cluster);
    }
  }

  /** The limit on the address space leaves less than one picture needs. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aSlaveWithoutNativeMemoryEndsAndAnotherDoesItsWork() throws Exception {
    ProcessPlan small = ProcessPlan.DEFAULT.withEnvironment("MALLOC_ARENA_MAX", "1");
    try (LocalCluster cluster = LocalCluster.start(plan().withSlave(BAD, small))) {
      limitAddressSpace(cluster.process(BAD), 64L << 20);
      List<CompletableFuture<Reply>> submitted = submit(cluster, bmp(3300, 3300), 6);
      assertThat(cluster.process(BAD).awaitExit(Story.TIMEOUT)).isIn(OUT_OF_MEMORY, ABORTED);
      assertThat(cluster.process(BAD).countLines(Pattern.compile("ERROR LastResort out of memory")))
          .isLessThanOrEqualTo(1);
      assertAllComplete(submitted);
      assertServesAgain(cluster);
    }
  }

  /** The master gives the slave more images at once than it can hold. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aSlaveThatOutgrowsItsBoundFinishesItsUnitsAndEnds() throws Exception {
    ClusterPlan plan =
        plan()
            .withSlaves(1)
            .withMaster(
                plan()
                    .master()
                    // The quick compiler hashes too slowly to give the slave too much at once.
                    .withJvmOptions("-XX:TieredStopAtLevel=4")
                    .with("slaves.prefetch", "64")
                    .with("tasks.window-bytes", "512 MiB"))
            .withSlave(
                BAD,
                ProcessPlan.DEFAULT
                    .with("threads", "1")
                    .with("limits.resident-bytes", "400 MiB")
                    .with("drain", "2m"));
    try (LocalCluster cluster = LocalCluster.start(plan)) {
      List<CompletableFuture<Reply>> submitted = submit(cluster, bmp(2000, 2000), 32);
      assertThat(cluster.process(BAD).awaitExit(Story.TIMEOUT)).isEqualTo(GROWN);
      cluster.addSlave();
      assertAllComplete(submitted);
      assertThat(cluster.process(BAD).countLines(Pattern.compile("ERROR MemoryWatch grown to")))
          .isEqualTo(1);
      assertServesAgain(cluster);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void statusShowsTheMemoryOfEachSlave() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(plan().withSlaves(1))) {
      await()
          .atMost(Story.TIMEOUT)
          .until(() -> slave(cluster, BAD).orElseThrow().memory().residentBytes() > 0);
      MemoryUse memory = slave(cluster, BAD).orElseThrow().memory();
      assertThat(memory.residentBytes()).isBetween(50L << 20, memory.boundBytes());
      assertThat(memory.heldImages()).isZero();
      assertThat(memory.pictureBytes()).isZero();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aBoundBelowTheNeedOfAnIdleSlaveStopsTheStartAndNamesTheKey() throws Exception {
    ProcessPlan small = ProcessPlan.DEFAULT.with("limits.resident-bytes", "100 MiB");
    assertThatThrownBy(() -> LocalCluster.start(plan().withSlaves(1).withSlave(BAD, small)).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("limits.resident-bytes is 100 MiB, but this slave needs");
  }

  private ClusterPlan plan() {
    return Story.patient(logs);
  }

  /** Limits the address space to what the process has, plus {@code more} bytes. */
  private static void limitAddressSpace(ClusterProcess process, long more) throws Exception {
    String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
    String kilobytes =
        status.lines().filter(line -> line.startsWith("VmSize:")).findFirst().orElseThrow();
    long bytes = (Long.parseLong(kilobytes.replaceAll("\\D", "")) << 10) + more;
    Process prlimit;
    try {
      prlimit =
          new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()), "--as=" + bytes)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "prlimit (util-linux) is not there");
      throw e;
    }
    assertThat(prlimit.waitFor()).isZero();
  }

  /** Restarts the slave, as its supervisor would. */
  private static void assertServesAgain(LocalCluster cluster) throws Exception {
    cluster.restartSlave(BAD);
    await().atMost(Story.TIMEOUT).until(() -> slave(cluster, BAD).isPresent());
    await()
        .atMost(Story.TIMEOUT)
        .untilAsserted(
            () -> {
              assertAllComplete(submit(cluster, bmp(200, 200), 8));
              assertThat(slave(cluster, BAD).orElseThrow().unitsDone()).isPositive();
            });
  }

  private static Optional<Slave> slave(LocalCluster cluster, String name) throws IOException {
    return TaskClient.status(cluster.client()).slaves().stream()
        .filter(slave -> slave.name().equals(name))
        .findFirst();
  }

  private static List<CompletableFuture<Reply>> submit(LocalCluster cluster, byte[] image, int n)
      throws IOException, InterruptedException {
    TaskClient client = TaskClient.connect(cluster.client().withWindow(n));
    Ask options = Ask.DEFAULT.withAnalyses(List.of(Analysis.EDGES, Analysis.CORNERS));
    List<CompletableFuture<Reply>> submitted = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      submitted.add(client.submit(image, options));
    }
    return submitted;
  }

  private static void assertAllComplete(List<CompletableFuture<Reply>> submitted) {
    assertThat(submitted)
        .extracting(reply -> reply.get(Story.TIMEOUT.toSeconds(), TimeUnit.SECONDS).status())
        .containsOnly(Status.COMPLETE);
  }

  /** A BMP takes 3 bytes per pixel, whatever it shows. */
  private static byte[] bmp(int width, int height) {
    int header = 54;
    ByteBuffer file =
        ByteBuffer.allocate(header + width * height * 3).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'B').put((byte) 'M').putInt(file.capacity()).putInt(0).putInt(header);
    file.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) 24);
    for (int i = header; i < file.capacity(); i++) {
      file.put(i, (byte) ((i * 31) >> 7));
    }
    return file.array();
  }
}
