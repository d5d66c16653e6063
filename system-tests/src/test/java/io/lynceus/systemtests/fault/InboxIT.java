package io.lynceus.systemtests.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.cluster.ReferenceImages;
import io.lynceus.systemtests.LynceusProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two cameras fill an inbox, which {@code lynceus submit --done --failed} empties, while slaves,
 * the master and {@code submit} itself are killed. Each file must be in one place at the end.
 */
@Tag("story")
@Tag("beside")
@Timeout(1800)
class InboxIT {
  private static final int PICTURES = 60;
  private static final int BROKEN = 6;
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  @TempDir private Path folder;
  private final ReferenceImages images = new ReferenceImages();
  private final List<String> sent = new ArrayList<>();
  private Path inbox;
  private Path done;
  private Path failed;

  @Test
  void killsLoseNoFileAndDoubleNone() throws Exception {
    inbox = folder.resolve("inbox");
    done = folder.resolve("done");
    failed = folder.resolve("failed");
    fill();
    ProcessPlan soon =
        ProcessPlan.DEFAULT.with("limits.no-slave-grace", "1s").with("limits.deadline", "1m");
    try (LocalCluster cluster = LocalCluster.start(ClusterPlan.in(folder).withMaster(soon))) {
      // Both slaves die: what waits has no slave, and stays.
      Process submit = submit(cluster);
      awaitDone(5);
      cluster.slaves().forEach(slave -> cluster.process(slave).kill());
      assertThat(submit.waitFor()).isEqualTo(4);
      assertThat(filesIn(done, failed, inbox)).hasSize(sent.size());
      for (String slave : List.copyOf(cluster.slaves())) {
        cluster.restartSlave(slave);
      }
      awaitSlaves(cluster);

      // The master dies: what has no reply stays.
      submit = submit(cluster);
      awaitDone(countIn(done) + 5);
      cluster.master().kill();
      assertThat(submit.waitFor()).isEqualTo(3);
      assertThat(filesIn(done, failed, inbox)).hasSize(sent.size());
      cluster.restartMaster();
      awaitSlaves(cluster);

      // The command itself dies: a file is where it was, or where it belongs.
      submit = submit(cluster);
      awaitDone(countIn(done) + 5);
      submit.destroyForcibly().waitFor();
      assertThat(filesIn(done, failed, inbox)).hasSize(sent.size());

      assertThat(submit(cluster).waitFor()).as("only the broken ones are left").isIn(0, 1);
    }
    assertThat(filesIn(done)).hasSize(PICTURES);
    assertThat(filesIn(failed)).hasSize(BROKEN);
    assertThat(filesIn(inbox)).containsExactly("front a film");
    List<String> all = new ArrayList<>(filesIn(done, failed, inbox));
    assertThat(all).containsExactlyInAnyOrderElementsOf(sent);
    System.out.printf(
        "an inbox of %d files, two slaves, the master and submit killed: %d done, %d failed, 0"
            + " lost, 0 doubled%n",
        sent.size(), PICTURES, BROKEN);
  }

  /** The cameras use the same names; each file has other bytes. */
  private void fill() throws IOException {
    for (int i = 0; i < PICTURES; i++) {
      write(i % 2 == 0 ? "front" : "back", i / 2 + ".jpg", images.apply(i));
    }
    for (int i = 0; i < BROKEN; i++) {
      write("back", "broken-" + i + ".jpg", ("no picture " + i).getBytes(UTF_8));
    }
    write("front", "clip.mp4", "a film".getBytes(UTF_8));
  }

  private void write(String camera, String name, byte[] bytes) throws IOException {
    Files.createDirectories(inbox.resolve(camera));
    sent.add(content(Files.write(inbox.resolve(camera).resolve(name), bytes)));
  }

  private Process submit(LocalCluster cluster) throws IOException {
    return LynceusProcess.command(
            "submit",
            "--json",
            "--retry-for=0",
            "--master=" + cluster.host() + ":" + cluster.tasksPort(),
            "--done=" + done,
            "--failed=" + failed,
            inbox.toString())
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("replies.txt").toFile()))
        .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("notes.txt").toFile()))
        .start();
  }

  private static void awaitSlaves(LocalCluster cluster) {
    await()
        .atMost(TIMEOUT)
        .ignoreException(IOException.class)
        .until(() -> TaskClient.status(cluster.client()).slaves().size() == 2);
  }

  private void awaitDone(long files) {
    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> Files.exists(done) && countIn(done) >= files);
  }

  private static long countIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  /** The contents of all files in the folders, each with its camera. */
  private static List<String> filesIn(Path... folders) throws IOException {
    List<String> contents = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          contents.add(content(file));
        }
      }
    }
    return contents;
  }

  private static String content(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String text = bytes.length < 100 ? new String(bytes, UTF_8) : "" + Arrays.hashCode(bytes);
    return file.getParent().getFileName() + " " + text;
  }
}
