package io.lynceus.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.cameras.ClusterCameras;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cameras with zones and masks, on a real master and slave: one person stands in the picture. */
@Tag("gate")
class CamerasIT {
  private static final String ALL = "[[0, 0], [1, 0], [1, 1], [0, 1]]";

  private static final String GOOD =
      """
      cameras-only = true
      cameras {
        studio { expect-every = 10 m, zones.room.polygon = ALL }
        masked { zones.room.polygon = ALL, masks.poster { labels = [person], polygon = ALL } }
      }
      """
          .replace("ALL", ALL);

  private static final String UNMASKED = GOOD.replace("masks.poster", "zones.poster");
  private static final String BAD = GOOD.replace("expect-every", "expect-evry");

  @TempDir private static Path folder;
  private static Path file;
  private static byte[] astronaut;
  private static LocalCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    astronaut = Files.readAllBytes(Path.of("..", "samples", "astronaut.png"));
    file = folder.resolve("cameras.conf");
    Files.writeString(file, GOOD);
    cluster =
        LocalCluster.start(
            ClusterPlan.in(folder)
                .withSlaves(1)
                .withMaster(ProcessPlan.DEFAULT.with("cameras.file", file.toString())));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void good() throws Exception {
    write(GOOD);
    awaitRefused(Optional.empty());
  }

  @Test
  void aStillIsMarkedByTheRulesOfItsCamera() throws Exception {
    JsonNode studio = throughTheTaskPort("SET camera=studio analyses=objects\n");
    assertThat(studio.at("/camera").asText()).isEqualTo("studio");
    assertThat(studio.at("/counts/person").asInt()).isEqualTo(1);
    assertThat(studio.at("/zones/room/person").asInt()).isEqualTo(1);
    assertThat(person(studio).at("/zones/0").asText()).isEqualTo("room");

    JsonNode masked = byHttp("masked");
    assertThat(masked.at("/counts/person").asInt(-1)).isZero();
    assertThat(masked.at("/zones/room/person").asInt(-1)).isZero();
    assertThat(person(masked).at("/masked").asText()).isEqualTo("poster");
    assertThat(person(masked).has("zones")).isFalse();

    // The client has its reply first.
    await()
        .untilAsserted(
            () -> assertThat(cameras().at("/cameras/1/last/counts/person").asInt(-1)).isZero());
    ClusterCameras told = TaskClient.cameras(cluster.client());
    assertThat(told.cameras().get(0).name()).isEqualTo("studio");
    assertThat(told.cameras().get(0).state()).isEqualTo(ClusterCameras.State.OK);
    assertThat(told.cameras().get(0).last().orElseThrow().counts())
        .containsEntry("person", Optional.of(1));
    assertThat(HttpPage.metrics(cluster.httpPort()))
        .contains("lynceus_camera_state{camera=\"studio\",state=\"ok\"} 1.0")
        .contains("lynceus_camera_stills{camera=\"masked\"} ");
  }

  @Test
  void otherCamerasAreRefusedAtEachPort() throws Exception {
    HttpResponse<String> http =
        HttpPage.post(cluster.httpPort(), "/v1/images?camera=other", astronaut);
    assertThat(http.statusCode()).isEqualTo(400);
    assertThat(http.body()).contains("BAD_COMMAND", "there is no camera 'other'");
    assertThat(throughTheTaskPort("SET camera=other\n").at("/code").asText())
        .isEqualTo("BAD_COMMAND");
  }

  @Test
  void aBadFileDoesNotCountAndTheNextGoodOneDoes() throws Exception {
    write(BAD);
    awaitRefused(Optional.of("cameras.studio.expect-evry is no setting"));
    assertThat(HttpPage.metric(cluster.httpPort(), "lynceus_cameras_refused")).isEqualTo(1);
    assertThat(Files.readString(cluster.master().log()))
        .contains("does not count, and what was before does: cameras.studio.expect-evry");
    assertThat(person(byHttp("masked")).at("/masked").asText()).isEqualTo("poster");

    write(UNMASKED);
    awaitRefused(Optional.empty());
    JsonNode reply = byHttp("masked");
    assertThat(reply.at("/counts/person").asInt()).isEqualTo(1);
    assertThat(reply.at("/zones/poster/person").asInt()).isEqualTo(1);
  }

  @Test
  void changesUnderLoadCostNoReply() throws Exception {
    Ask ask =
        Ask.DEFAULT
            .withAnalyses(List.of(Analysis.OBJECTS))
            .withCamera(Optional.of(new Camera("studio")));
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    try (TaskClient client = TaskClient.connect(cluster.client())) {
      for (String text : List.of(UNMASKED, BAD, GOOD)) {
        write(text);
        for (int i = 0; i < 10; i++) {
          replies.add(client.submit(astronaut, ask));
        }
        awaitRefused(text.equals(BAD) ? Optional.of("expect-evry") : Optional.empty());
      }
      for (CompletableFuture<Reply> each : replies) {
        Reply reply = each.get(120, TimeUnit.SECONDS);
        assertThat(reply.status()).isEqualTo(Status.COMPLETE);
        assertThat(reply.zones().get("room").counts().orElseThrow())
            .containsEntry("person", Optional.of(1));
      }
    }
  }

  private static JsonNode person(JsonNode reply) {
    for (JsonNode detection : reply.at("/analyses/objects/detections")) {
      if (detection.at("/label").asText().equals("person")) {
        return detection;
      }
    }
    throw new AssertionError("no person in " + reply);
  }

  private static JsonNode byHttp(String camera) throws Exception {
    HttpResponse<String> response =
        HttpPage.post(
            cluster.httpPort(), "/v1/images?analyses=objects&camera=" + camera, astronaut);
    assertThat(response.statusCode()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body());
  }

  /** As {@code (echo SET …; cat astronaut.png) | nc}. The first line that comes back. */
  private static JsonNode throughTheTaskPort(String command) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), cluster.tasksPort())) {
      ByteArrayOutputStream sent = new ByteArrayOutputStream();
      sent.write(command.getBytes(UTF_8));
      sent.write(astronaut);
      socket.getOutputStream().write(sent.toByteArray());
      socket.shutdownOutput();
      String line =
          new String(socket.getInputStream().readAllBytes(), UTF_8).lines().toList().get(0);
      return new ObjectMapper().readTree(line);
    }
  }

  private static JsonNode cameras() throws Exception {
    return new ObjectMapper().readTree(HttpPage.get(cluster.httpPort(), "/v1/cameras").body());
  }

  /** Whole at once, as an editor does it. */
  private static void write(String text) throws IOException {
    Path fresh = Files.writeString(folder.resolve("cameras.conf.new"), text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Until the master tells this of the present file. */
  private static void awaitRefused(Optional<String> why) {
    String written = text();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              JsonNode told = cameras();
              boolean refused = told.at("/settings/refused").isTextual();
              return why.isPresent()
                  ? told.at("/settings/refused").asText().contains(why.get())
                  : !refused && isRead(told, written);
            });
  }

  /** Whether the rules that are told are those of the text: the mask is there or a zone is. */
  private static boolean isRead(JsonNode told, String text) {
    boolean masked = told.at("/cameras/1/masks/0/name").asText().equals("poster");
    return masked == text.contains("masks.poster");
  }

  private static String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
