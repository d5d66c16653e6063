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
import io.lynceus.model.ClusterStatus.StoreUse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real master with SQLite, and a slave: twenty stills of two cameras are sent, searched in every
 * way, erased, and found again after a restart. One test goes on where the one before ended.
 */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoredResultsIT {
  private static final int STILLS = 10;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private static Path folder;
  private static LocalCluster cluster;
  private static byte[] astronaut;

  @BeforeAll
  static void start() throws Exception {
    astronaut = Files.readAllBytes(Path.of("..", "samples", "astronaut.png"));
    ProcessPlan master =
        ProcessPlan.DEFAULT.with("store.enabled", "true").with("store.pictures", "all");
    cluster = LocalCluster.start(ClusterPlan.in(folder).withSlaves(1).withMaster(master));
    byNetcat();
    byHttp(0, STILLS);
    awaitResults(2 * STILLS);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** Stills of the gate, a minute apart, the first of them with a person. */
  private static void byNetcat() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), cluster.tasksPort())) {
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < STILLS; i++) {
        byte[] image = i == 0 ? astronaut : TestImages.jpeg(160, 120, i);
        String analyses = i == 0 ? "objects,faces" : "edges";
        out.write(
            "ANALYZE size=%d camera=gate name=gate-%d.jpg analyses=%s time=2026-11-29T14:%02d:00+01:00\n"
                .formatted(image.length, i, analyses, i)
                .getBytes(UTF_8));
        out.write(image);
      }
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8).lines())
          .hasSize(STILLS)
          .allMatch(line -> line.contains("\"status\":\"complete\""));
    }
  }

  private static void byHttp(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      HttpResponse<String> reply =
          HttpPage.post(
              cluster.httpPort(),
              "/v1/images?analyses=edges&camera=yard&name=yard-%d.jpg&time=2026-11-29T15:%02d:00Z"
                  .formatted(i, i),
              TestImages.jpeg(160, 120, 100 + i));
      assertThat(reply.statusCode()).isEqualTo(200);
    }
  }

  private static void awaitResults(int number) {
    await().until(() -> results("limit=500").size() == number);
  }

  private static JsonNode get(String path) throws Exception {
    HttpResponse<String> response = HttpPage.get(cluster.httpPort(), path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static List<JsonNode> results(String query) throws Exception {
    List<JsonNode> results = new ArrayList<>();
    get("/v1/results?" + query).path("results").forEach(results::add);
    return results;
  }

  private static List<String> names(String query) throws Exception {
    return results(query).stream().map(each -> each.at("/reply/name").asText()).toList();
  }

  private static <T> HttpResponse<T> send(
      String method, String path, String accept, HttpResponse.BodyHandler<T> handler)
      throws Exception {
    String token = cluster.administrator().credentials().token().orElseThrow();
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + cluster.httpPort() + path))
            .method(method, BodyPublishers.noBody())
            .header("Authorization", "Bearer " + token)
            .header("Accept", accept)
            .build(),
        handler);
  }

  @Test
  @Order(1)
  void eachWayOfSearchingFindsWhatItShould() throws Exception {
    assertThat(names("camera=gate")).hasSize(STILLS).startsWith("gate-9.jpg", "gate-8.jpg");
    assertThat(names("from=2026-11-29T13:03:00Z&to=2026-11-29T14:06:00%2B01:00"))
        .containsExactly("gate-5.jpg", "gate-4.jpg", "gate-3.jpg");
    assertThat(names("label=person")).containsExactly("gate-0.jpg");
    assertThat(names("label=face&min-score=0.5&camera=gate")).containsExactly("gate-0.jpg");
    assertThat(names("label=person&camera=yard")).isEmpty();
    assertThat(names("q=yard-7")).containsExactly("yard-7.jpg");
    assertThat(names("status=partial")).isEmpty();
    assertThat(names("zone=lawn")).isEmpty();
    assertThat(names("from=1h")).as("the stills are older").isEmpty();
    JsonNode one = results("camera=yard&limit=1").get(0);
    JsonNode again = get("/v1/results/" + one.get("id").asText());
    assertThat(again.get("reply")).isEqualTo(one.get("reply"));
    assertThat(again.at("/computed/0/slave").asText()).isEqualTo("slave-1");
  }

  @Test
  @Order(2)
  void csvAndLinesHaveAllOfThem() throws Exception {
    assertThat(send("GET", "/v1/results", "text/csv", BodyHandlers.ofString()).body().lines())
        .hasSize(2 * STILLS + 1);
    assertThat(
            send("GET", "/v1/results", "application/x-ndjson", BodyHandlers.ofString())
                .body()
                .lines())
        .hasSize(2 * STILLS);
    JsonNode summary = get("/v1/summary?by=hour&from=2026-11-29T13:00:00Z&to=2026-11-29T16:00:00Z");
    assertThat(summary.get("steps")).hasSize(3);
    assertThat(summary.at("/steps/0/images").asInt()).isEqualTo(STILLS);
    assertThat(summary.at("/steps/0/labels/person/images").asInt()).isEqualTo(1);
    assertThat(summary.at("/steps/1/images").asInt()).isZero();
  }

  @Test
  @Order(3)
  void aPictureIsTheFileThatCame() throws Exception {
    JsonNode result = results("label=person").get(0);
    HttpResponse<byte[]> picture =
        send("GET", result.get("picture").asText(), "*/*", BodyHandlers.ofByteArray());
    assertThat(picture.headers().firstValue("Content-Type")).contains("image/png");
    assertThat(picture.body()).isEqualTo(astronaut);
  }

  /** Those that come meanwhile are of later stills, and of earlier ones too. */
  @Test
  @Order(4)
  void pagesMissNothingAndRepeatNothingWhileMoreArrive() throws Exception {
    Set<String> before = new HashSet<>(names("limit=500"));
    List<String> seen = new ArrayList<>();
    String cursor = "";
    int more = STILLS;
    do {
      JsonNode page = get("/v1/results?limit=3" + cursor);
      page.path("results").forEach(each -> seen.add(each.at("/reply/name").asText()));
      cursor = page.hasNonNull("next") ? "&cursor=" + page.get("next").asText() : "";
      if (more < 2 * STILLS) {
        byHttp(more, more + 2);
        more += 2;
      }
    } while (!cursor.isEmpty());
    assertThat(seen).doesNotHaveDuplicates().containsAll(before);
    awaitResults(3 * STILLS);
  }

  @Test
  @Order(5)
  void whatIsErasedIsGoneWithItsPictures() throws Exception {
    String picture = results("camera=yard&limit=1").get(0).get("picture").asText();
    String path = "/v1/results?camera=yard";
    assertThat(
            send("DELETE", path + "&dry-run=true", "*/*", BodyHandlers.ofString()).body().strip())
        .isEqualTo("{\"results\":" + 2 * STILLS + ",\"erased\":false}");
    assertThat(names("camera=yard&limit=500")).hasSize(2 * STILLS);
    assertThat(send("DELETE", path, "*/*", BodyHandlers.ofString()).body().strip())
        .isEqualTo("{\"results\":" + 2 * STILLS + ",\"erased\":true}");
    assertThat(names("camera=yard")).isEmpty();
    assertThat(HttpPage.get(cluster.httpPort(), picture).statusCode()).isEqualTo(404);
  }

  @Test
  @Order(6)
  void aRestartForgetsNothingAndACopyHoldsAll() throws Exception {
    List<String> before = names("limit=500");
    cluster.restartMaster();
    assertThat(names("limit=500")).isEqualTo(before).hasSize(STILLS);
    JsonNode report =
        JSON.readTree(send("POST", "/v1/store/check", "*/*", BodyHandlers.ofString()).body());
    assertThat(report.get("sound").asBoolean()).as(report.toString()).isTrue();
    assertThat(report.get("results").asInt()).isEqualTo(STILLS);
    assertThat(report.get("auditEntries").asInt()).as("exports, an erasure").isEqualTo(3);

    Path archive = folder.resolve("store.tar");
    assertThat(send("POST", "/v1/store/backup", "*/*", BodyHandlers.ofFile(archive)).statusCode())
        .isEqualTo(200);
    Path copy = Files.createDirectory(folder.resolve("restored"));
    assertThat(
            new ProcessBuilder("tar", "-xf", archive.toString(), "-C", copy.toString())
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
    assertThat(
            LynceusProcess.command("store", "check", "--dir", copy.toString())
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
  }

  @Test
  @Order(7)
  void statusAndMetricsTellOfTheStore() throws Exception {
    StoreUse store = TaskClient.status(cluster.client()).master().store().orElseThrow();
    assertThat(store.state()).isEqualTo("ok");
    assertThat(store.results()).hasValue(STILLS);
    assertThat(store.dropped()).isZero();
    assertThat(HttpPage.metric(cluster.httpPort(), "lynceus_store_up")).isEqualTo(1);
    assertThat(HttpPage.metric(cluster.httpPort(), "lynceus_store_results")).isEqualTo(STILLS);
  }
}
