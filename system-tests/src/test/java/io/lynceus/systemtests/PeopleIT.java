package io.lynceus.systemtests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real master and slave with the shipped networks: a person is enrolled, found again in another
 * picture, and erased, after which nothing on the disk names the person.
 */
@Timeout(180)
class PeopleIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String NAME = "Eileen Quirk";

  @TempDir private Path folder;

  @Test
  void whoIsEnrolledIsKnownUntilTheErasure() throws Exception {
    Path state = Files.createDirectories(folder.resolve("state"));
    Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef".repeat(4));
    ProcessPlan master =
        ProcessPlan.DEFAULT
            .with("store.enabled", "true")
            .with("store.dir", state.resolve("store").toString())
            .with("people.enabled", "true")
            .with("people.purpose", "to know who comes in")
            .with("people.keep", "30 d")
            .with("people.key-file", key.toString())
            .with("people.dir", state.resolve("people").toString());
    byte[] astronaut = Files.readAllBytes(Path.of("..", "samples", "astronaut.png"));
    try (LocalCluster cluster =
        LocalCluster.start(ClusterPlan.in(folder).withSlaves(1).withMaster(master))) {
      JsonNode stranger = face(cluster, astronaut);
      assertThat(stranger.at("/person/decision").asText()).isEqualTo("unknown");
      assertThat(stranger.at("/person/name").isMissingNode()).isTrue();

      String person = "{\"name\":\"%s\",\"consent\":\"form 7\"}".formatted(NAME);
      assertThat(send(cluster, "POST", "/v1/people", BodyPublishers.ofString(person)).statusCode())
          .isEqualTo(201);
      String path = "/v1/people/" + NAME.replace(" ", "%20");
      HttpResponse<String> cat =
          send(
              cluster,
              "POST",
              path + "/faces",
              BodyPublishers.ofFile(Path.of("..", "samples", "chelsea.png")));
      assertThat(cat.statusCode()).isEqualTo(422);
      assertThat(cat.body()).contains("no face is found");
      HttpResponse<String> enrolled =
          send(cluster, "POST", path + "/faces", BodyPublishers.ofByteArray(astronaut));
      assertThat(enrolled.statusCode()).as(enrolled.body()).isEqualTo(200);
      assertThat(JSON.readTree(enrolled.body()).path("faces").asInt()).isEqualTo(1);

      JsonNode known = face(cluster, smaller(astronaut));
      assertThat(known.at("/person/decision").asText()).isEqualTo("known");
      assertThat(known.at("/person/name").asText()).isEqualTo(NAME);
      assertThat(known.at("/person/score").asDouble()).isBetween(0.7, 1.0);
      await()
          .until(
              () ->
                  JSON.readTree(send(cluster, "GET", "/v1/results", noBody()).body())
                          .path("results")
                          .size()
                      == 2);
      assertThat(send(cluster, "GET", "/v1/results", noBody()).body())
          .as("the picture that a face was enrolled with is not stored, and nobody's name is")
          .doesNotContain(NAME);
      assertThat(send(cluster, "GET", path, noBody()).body()).contains("\"vector\":[");

      assertThat(send(cluster, "DELETE", path, noBody()).statusCode()).isEqualTo(200);

      assertThat(face(cluster, astronaut).at("/person/decision").asText()).isEqualTo("unknown");
      assertThat(send(cluster, "GET", "/v1/people", noBody()).body()).doesNotContain(NAME);
      assertThat(send(cluster, "POST", "/v1/store/backup", noBody()).statusCode()).isEqualTo(200);
    }
    assertThat(holding(NAME)).isEmpty();
    assertThat(holding("form 7")).isEmpty();
  }

  private static BodyPublisher noBody() {
    return BodyPublishers.noBody();
  }

  /** All files of the master, the slave and their logs that hold a text. */
  private List<Path> holding(String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                try {
                  return new String(Files.readAllBytes(file), ISO_8859_1).contains(text);
                } catch (IOException e) {
                  return false; // gone meanwhile
                }
              })
          .toList();
    }
  }

  private static JsonNode face(LocalCluster cluster, byte[] picture) throws Exception {
    HttpResponse<String> reply =
        HttpPage.post(cluster.httpPort(), "/v1/images?analyses=faces,embedding", picture);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    JsonNode json = JSON.readTree(reply.body());
    assertThat(json.at("/analyses/embedding/status").asText()).as(reply.body()).isEqualTo("ok");
    assertThat(json.at("/analyses/embedding/vectors").isMissingNode()).isTrue();
    assertThat(json.at("/counts/face").asInt()).isPositive();
    return json.at("/analyses/faces/detections/0");
  }

  private static HttpResponse<String> send(
      LocalCluster cluster, String method, String path, BodyPublisher body) throws Exception {
    String token = cluster.administrator().credentials().token().orElseThrow();
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + cluster.httpPort() + path))
            .method(method, body)
            .header("Authorization", "Bearer " + token)
            .build(),
        BodyHandlers.ofString());
  }

  /** The same picture at four fifths of its size. */
  private static byte[] smaller(byte[] picture) throws IOException {
    BufferedImage whole = ImageIO.read(new ByteArrayInputStream(picture));
    int side = whole.getWidth() * 4 / 5;
    BufferedImage small = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.drawImage(whole.getScaledInstance(side, side, Image.SCALE_AREA_AVERAGING), 0, 0, null);
    graphics.dispose();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(small, "jpg", file);
    return file.toByteArray();
  }
}
