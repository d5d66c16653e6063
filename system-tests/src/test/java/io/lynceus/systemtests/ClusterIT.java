package io.lynceus.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Status;
import io.lynceus.protocol.reply.NumberedReply;
import io.lynceus.protocol.reply.ReplyJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master and two slaves in JVMs of their own, as users run them. */
class ClusterIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final List<byte[]> IMAGES =
      IntStream.range(0, 30).mapToObj(i -> TestImages.jpeg(640, 480, i)).toList();

  @TempDir private static Path logs;
  private static LocalCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = LocalCluster.start(ClusterPlan.in(logs));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void imagesAreSpreadOverTheSlavesAndRepliesComeInOrder() throws Exception {
    List<Reply> replies = all(submit());
    assertComplete(replies);
    assertThat(slavesOf(replies)).containsExactlyInAnyOrder("slave-1", "slave-2");
  }

  /** The short story of each build; the long ones are in the package {@code fault}. */
  @Test
  void aSlaveThatIsKilledAtItsWorkCostsNoReply() throws Exception {
    List<CompletableFuture<Reply>> replies = submit();
    await().atMost(PATIENCE).until(() -> isAtWork("slave-1"));
    cluster.process("slave-1").kill();
    assertComplete(all(replies));
    cluster.restartSlave("slave-1").awaitAnnouncement(PATIENCE);
  }

  private boolean isAtWork(String slave) throws IOException {
    return TaskClient.status(cluster.client()).slaves().stream()
        .anyMatch(each -> each.name().equals(slave) && each.busy() > 0);
  }

  @Test
  void plainBytesOnAPlainSocketAreEnough() throws Exception {
    byte[] jpeg = TestImages.jpeg(320, 240, 1);
    byte[] png = TestImages.png(200, 100, 2);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), cluster.tasksPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(jpeg);
      out.write(png);
      out.flush();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      NumberedReply first = ReplyJson.read(in.readLine());
      NumberedReply second = ReplyJson.read(in.readLine());
      assertThat(first.reply().image().orElseThrow().bytes()).isEqualTo(jpeg.length);
      assertThat(second.reply().image().orElseThrow().bytes()).isEqualTo(png.length);
      assertThat(List.of(first.seq(), second.seq())).containsExactly(1L, 2L);
      assertThat(in.readLine()).as("closed when idle").isNull();
    }
  }

  @Test
  void aPlainHttpRequestIsEnough() throws Exception {
    byte[] jpeg = TestImages.jpeg(320, 240, 1);
    HttpResponse<String> response =
        HttpPage.post(cluster.httpPort(), "/v1/images?analyses=edges,corners", jpeg);
    assertThat(response.statusCode()).isEqualTo(200);
    Reply reply = ReplyJson.read(response.body()).reply();
    assertThat(reply.status()).isEqualTo(Status.COMPLETE);
    assertThat(reply.analyses()).containsOnlyKeys(Analysis.EDGES, Analysis.CORNERS);
  }

  private List<CompletableFuture<Reply>> submit() throws Exception {
    TaskClient client = client();
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < IMAGES.size(); i++) {
      replies.add(client.submit(IMAGES.get(i), Ask.DEFAULT.withName("image-" + i)));
    }
    return replies;
  }

  private TaskClient client() throws Exception {
    return TaskClient.connect(cluster.client().withWindow(2 * IMAGES.size()));
  }

  private static List<Reply> all(List<CompletableFuture<Reply>> replies) {
    return replies.stream().map(reply -> reply.orTimeout(120, TimeUnit.SECONDS).join()).toList();
  }

  private static void assertComplete(List<Reply> replies) {
    assertThat(replies).hasSize(IMAGES.size());
    for (int i = 0; i < IMAGES.size(); i++) {
      Reply reply = replies.get(i);
      assertThat(reply.status()).isEqualTo(Status.COMPLETE);
      assertThat(reply.name()).contains("image-" + i);
      assertThat(reply.analyses()).containsOnlyKeys(Analysis.STANDARD.toArray(Analysis[]::new));
    }
  }

  private static Set<String> slavesOf(List<Reply> replies) {
    Set<String> slaves = new HashSet<>();
    replies.forEach(
        reply ->
            reply.timing().orElseThrow().units().values().forEach(run -> slaves.add(run.slave())));
    return slaves;
  }
}
