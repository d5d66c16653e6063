package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.ClusterProcess;
import io.lynceus.cluster.LoadCount;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Disks that are full, read-only, or forbid execution, mounted in a mount namespace of one process.
 */
@Tag("story")
@Tag("beside")
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has mount namespaces")
class DiskIT {
  private static final Pattern ERROR_LINE = Pattern.compile("ERROR|WARN|lynceus:|Exception|\\tat ");
  private static final int BLOCK = 1 << 16;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path logs;

  /** The mount point. */
  @TempDir private Path mounted;

  private List<String> unshare = List.of();

  @BeforeEach
  void findUnshare() throws Exception {
    for (List<String> command : List.of(List.of("unshare", "-m"), List.of("unshare", "-rm"))) {
      if (unshare.isEmpty() && works(command)) {
        unshare = command;
      }
    }
    assumeTrue(!unshare.isEmpty(), "unshare -m is not permitted here: run this test as root");
  }

  @ParameterizedTest
  @CsvSource({"size=1m, No space left", "ro, Read-only", "noexec, noexec"})
  void aFolderUnfitForTheNativeLibrariesIsReportedInOneLine(String disk, String reason) {
    ProcessPlan slave = on(disk).with("native.dir", mounted.resolve("native").toString());
    assertThatThrownBy(() -> LocalCluster.start(plan(slave)).close())
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(reason, "native.dir");
    assertThat(logs.resolve("slave-1.log")).content().containsPattern("^lynceus: \\V+\\R$");
  }

  @Test
  void aReadOnlyTemporaryFolderIsReportedInOneLine() {
    assertThatThrownBy(() -> LocalCluster.start(plan(withTemporaryFolderOn("ro"))).close())
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("Read-only", "java.io.tmpdir");
    assertThat(logs.resolve("slave-1.log")).content().containsPattern("^lynceus: \\V+\\R$");
  }

  @ParameterizedTest
  @ValueSource(strings = {"noexec", "size=64k"})
  void aTemporaryFolderThatIsSmallOrForbidsExecutionDoesNotMatter(String disk) throws Exception {
    try (Story story = Story.start(plan(withTemporaryFolderOn(disk)))) {
      story.awaitReplies(5);
      LoadCount count = story.count();
      assertThat(count.complete()).isEqualTo(count.sent());
      assertThat(story.process("slave-1").countLines(ERROR_LINE)).isZero();
    }
  }

  @Test
  void aFullDiskDoesNotStopRunningWork() throws Exception {
    try (Story story = Story.start(plan(withTemporaryFolderOn("size=1m")))) {
      ClusterProcess slave = story.process("slave-1");
      fill(
          Path.of("/proc", Long.toString(slave.pid()), "root")
              .resolve(mounted.toString().substring(1)));
      story.awaitReplies(10);
      LoadCount count = story.count();
      assertThat(count.complete()).isEqualTo(count.sent());
      assertThat(slave.countLines(ERROR_LINE)).isZero();
    }
  }

  private ClusterPlan plan(ProcessPlan slave) {
    return Story.patient(logs).withSlaves(1).withSlave(slave);
  }

  private ProcessPlan withTemporaryFolderOn(String disk) {
    return on(disk).withJvmOptions("-Djava.io.tmpdir=" + mounted);
  }

  /** A process with a disk of its own at the mount point. */
  private ProcessPlan on(String options) {
    String mount = "mount -t tmpfs -o " + options + " none " + mounted + " && exec \"$@\"";
    return ProcessPlan.DEFAULT.withPrefix(unshare.get(0), unshare.get(1), "sh", "-c", mount, "sh");
  }

  private boolean works(List<String> command) throws Exception {
    try {
      String mount = command.get(0) + " " + command.get(1) + " mount -t tmpfs none " + mounted;
      return new ProcessBuilder("sh", "-c", mount).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void fill(Path folder) throws IOException {
    byte[] block = new byte[BLOCK];
    try (OutputStream file = Files.newOutputStream(folder.resolve("fill"))) {
      while (true) {
        file.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }
}
