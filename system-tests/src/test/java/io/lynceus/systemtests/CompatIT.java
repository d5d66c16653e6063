package io.lynceus.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real master and slave, asked as DeepStack is. */
class CompatIT {
  private static final int ATTEMPTS = 3;

  @TempDir private Path logs;
  private int port;

  @Test
  void aPersonIsFoundAndAClusterWithoutSlavesIsNoEmptyPicture() throws Exception {
    byte[] astronaut = Files.readAllBytes(Path.of("..", "samples", "astronaut.png"));
    try (LocalCluster cluster = start()) {
      HttpResponse<String> found = post("/v1/vision/detection", astronaut);
      assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
      JsonNode person = new ObjectMapper().readTree(found.body()).at("/predictions/0");
      assertThat(person.get("label").asText()).isEqualTo("person");
      assertThat(person.get("x_max").asInt()).isBetween(person.get("x_min").asInt() + 100, 512);
      HttpResponse<String> face = post("/v1/vision/face/", astronaut);
      assertThat(face.body()).contains("\"success\":true").contains("x_min");
      assertThat(HttpPage.metrics(cluster.httpPort()))
          .contains("lynceus_connections{port=\"compat\"}");

      cluster.process("slave-1").kill();
      HttpResponse<String> failed = post("/v1/vision/detection", astronaut);
      assertThat(failed.statusCode()).as(failed.body()).isEqualTo(503);
      assertThat(failed.body()).contains("\"success\":false").doesNotContain("predictions");
    }
  }

  /** Port 0 means that there is no such port, so that a free one has to be found. */
  private LocalCluster start() throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      try {
        return LocalCluster.start(
            ClusterPlan.in(logs)
                .withSlaves(1)
                .withMaster(
                    ProcessPlan.DEFAULT
                        .with("compat.port", Integer.toString(port))
                        .with("limits.no-slave-grace", "100 ms")));
      } catch (IOException e) { // somebody else has taken it
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private HttpResponse<String> post(String path, byte[] picture) throws Exception {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        "--xx\r\nContent-Disposition: form-data; name=\"image\"; filename=\"image\"\r\n\r\n"
            .getBytes(UTF_8));
    form.writeBytes(picture);
    form.writeBytes("\r\n--xx--\r\n".getBytes(UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", "multipart/form-data; boundary=xx")
            .POST(BodyPublishers.ofByteArray(form.toByteArray()))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
