package io.lynceus.systemtests.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.ClusterProcess;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.cluster.ReferenceImages;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Status;
import io.lynceus.protocol.reply.ReplyJson;
import io.lynceus.systemtests.LynceusProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The master ends during a {@code lynceus submit} and is started again on its ports; every image
 * gets exactly one reply. {@code -Dlynceus.restarts=50} makes it a long run.
 */
@Tag("story")
@Timeout(1800)
class MasterRestartIT {
  private static final int RESTARTS = Integer.getInteger("lynceus.restarts", 1);

  /**
   * More images than submit can be ahead of the line that is read: its window plus what a pipe
   * holds.
   */
  private static final int IMAGES_A_RUN = 40;

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Pattern READY = Pattern.compile("\\bready: the master");

  @TempDir private Path folder;
  private LocalCluster cluster;

  enum Signal {
    KILL,
    TERM
  }

  @BeforeEach
  void start() throws Exception {
    // Only restarts must look like outages, not a busy machine.
    ProcessPlan patient =
        ProcessPlan.DEFAULT.with("limits.deadline", "5 m").with("limits.attempt-time", "1 m");
    cluster = LocalCluster.start(ClusterPlan.in(folder).withMaster(patient));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @EnumSource
  void submitLosesNothing(Signal signal) throws Exception {
    int images = IMAGES_A_RUN * (RESTARTS + 1);
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    ReferenceImages reference = new ReferenceImages();
    for (int i = 0; i < images; i++) {
      Files.write(pictures.resolve(String.format(Locale.ROOT, "%05d.jpg", i)), reference.apply(i));
    }
    Path notes = folder.resolve("notes.txt");
    Process submit = submit(pictures, notes);
    List<Reply> replies = new ArrayList<>();
    try (BufferedReader lines = submit.inputReader(UTF_8)) {
      for (int run = 1; run <= RESTARTS; run++) {
        read(lines, run * IMAGES_A_RUN - IMAGES_A_RUN / 2, replies);
        restartMaster(signal, run);
      }
      read(lines, Integer.MAX_VALUE, replies);
    } finally {
      submit.destroy();
    }
    assertThat(replies).filteredOn(reply -> reply.status() != Status.COMPLETE).isEmpty();
    assertThat(submit.waitFor()).as("exit code; output: %s", Files.readString(notes)).isZero();
    assertThat(replies)
        .extracting(reply -> Path.of(reply.name().orElseThrow()).getFileName().toString())
        .as("one reply each, in the order of the files")
        .doesNotHaveDuplicates()
        .isSorted()
        .hasSize(images);
    assertThat(Files.readAllLines(notes)).as("one line for each outage").hasSize(RESTARTS);
    System.out.printf(
        "%s of the master, %d times: %d sent, %d replies, 0 lost, 0 doubled%n",
        signal, RESTARTS, images, replies.size());
  }

  /** A client does this when its connection breaks while the reply is on the way. */
  @Test
  void anImageSentAgainUnderItsIdGetsTheSameReplyWithoutWork() throws Exception {
    byte[] image = new ReferenceImages().apply(1);
    String first = analyze(image, "the-1st");
    long given = TaskClient.status(cluster.client()).attempts().given();
    assertThat(analyze(image, "the-1st")).isEqualTo(first);
    assertThat(ReplyJson.read(first).reply().id()).isEqualTo("the-1st");
    assertThat(analyze(new ReferenceImages().apply(2), "the-1st")).contains("BAD_COMMAND");
    assertThat(TaskClient.status(cluster.client()).attempts().given()).isEqualTo(given);
  }

  private String analyze(byte[] image, String id) throws IOException {
    try (Socket socket = new Socket(cluster.host(), cluster.tasksPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(("ANALYZE size=" + image.length + " id=" + id + "\n").getBytes(UTF_8));
      out.write(image);
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
    }
  }

  private void restartMaster(Signal signal, int run) throws Exception {
    ClusterProcess master = cluster.master();
    if (signal == Signal.KILL) {
      master.kill();
    } else {
      master.terminate();
    }
    master.awaitExit(TIMEOUT);
    cluster.restartMaster();
    long listening = System.nanoTime();
    for (String slave : cluster.slaves()) {
      cluster.process(slave).awaitLines(READY, run + 1, TIMEOUT);
    }
    Duration back = Duration.ofNanos(System.nanoTime() - listening);
    System.out.printf("slaves are back %d ms after the master listens%n", back.toMillis());
    assertThat(back).isLessThan(Duration.ofSeconds(5));
  }

  private Process submit(Path pictures, Path notes) throws IOException {
    String address = "--master=" + cluster.host() + ":" + cluster.tasksPort();
    return LynceusProcess.command("submit", "--json", address, pictures.toString())
        .redirectError(notes.toFile())
        .start();
  }

  /** Reads lines until there are {@code upTo} replies, or to the end. */
  private static void read(BufferedReader lines, int upTo, List<Reply> replies) throws Exception {
    while (replies.size() < upTo) {
      String line = lines.readLine();
      if (line == null) {
        return;
      }
      replies.add(ReplyJson.read(line).reply());
    }
  }
}
