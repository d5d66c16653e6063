package io.lynceus.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real cluster answers, held against the files of {@code docs/schema}. */
@Timeout(180)
class SchemaIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Schema REPLY = schema("reply");
  private static final Schema STATUS = schema("status");
  private static final byte[] JPEG = TestImages.jpeg(320, 240, 1);

  @TempDir private Path logs;

  @Test
  void repliesAndStatusAreAsDescribed() throws Exception {
    ProcessPlan oneWaits =
        ProcessPlan.DEFAULT
            .with("limits.waiting-tasks", "1")
            .with("limits.no-slave-grace", "1 m")
            .with("limits.deadline", "2 m");
    ClusterPlan plan = ClusterPlan.in(logs).withSlaves(0).withMaster(oneWaits);
    try (LocalCluster cluster = LocalCluster.start(plan);
        Socket first = connect(cluster)) {
      send(first, "SET edges=png\n".getBytes(UTF_8), JPEG);
      await().atMost(Duration.ofSeconds(30)).until(() -> waiting(cluster) == 1);
      whatIsRefusedWhileOneWaits(cluster);
      cluster.addSlave();
      first.shutdownOutput();
      JsonNode complete = replies(first).get(0);
      assertThat(complete.path("status").asText()).isEqualTo("complete");
      assertThat(complete.at("/analyses/corners/points").size())
          .isEqualTo(complete.at("/analyses/corners/count").asInt())
          .isPositive();
      assertThat(complete.at("/analyses/edges/png").isTextual()).isTrue();
      whatASlaveAnswers(cluster);
      waiting(cluster);
    }
  }

  private static void whatIsRefusedWhileOneWaits(LocalCluster cluster) throws Exception {
    HttpResponse<String> busy = HttpPage.post(cluster.httpPort(), "/v1/images?id=h-1", JPEG);
    assertThat(busy.statusCode()).isEqualTo(429);
    assertThat(checked(REPLY, busy.body()).path("id").asText()).isEqualTo("h-1");
    String announced = "ANALYZE size=" + JPEG.length + " id=n-";
    try (Socket socket = connect(cluster)) {
      send(
          socket,
          (announced + "1\n").getBytes(UTF_8),
          JPEG,
          (announced + "2 corners=none\n").getBytes(UTF_8),
          JPEG,
          "SET corners=none\nANALYZE size=4 id=n-3\nabcd".getBytes(UTF_8),
          "ANALYZE size=999999999 id=n-4\n".getBytes(UTF_8),
          Arrays.copyOf(JPEG, 100));
      socket.shutdownOutput();
      assertThat(replies(socket))
          .extracting(line -> line.path("code").asText() + " " + line.path("id").asText())
          .containsExactly(
              "BUSY n-1",
              "BAD_COMMAND n-2",
              "BAD_COMMAND ",
              "UNSUPPORTED_FORMAT n-3",
              "TOO_LARGE n-4");
    }
  }

  private static void whatASlaveAnswers(LocalCluster cluster) throws Exception {
    int port = cluster.httpPort();
    JsonNode counted = checked(REPLY, HttpPage.post(port, "/v1/images", JPEG).body());
    assertThat(counted.at("/analyses/corners/count").asInt()).isPositive();
    assertThat(counted.at("/analyses/corners").has("points")).isFalse();
    String query = "/v1/images?analyses=nothing-finds-it,edges&deadline=1";
    JsonNode partial = checked(REPLY, HttpPage.post(port, query, JPEG).body());
    assertThat(partial.path("status").asText()).isEqualTo("partial");
    byte[] half = Arrays.copyOf(JPEG, JPEG.length / 2);
    JsonNode cut = checked(REPLY, HttpPage.post(port, "/v1/images?id=h-2", half).body());
    assertThat(cut.path("code").asText() + cut.path("id").asText()).isEqualTo("TRUNCATEDh-2");
  }

  private static int waiting(LocalCluster cluster) throws Exception {
    try (Socket socket = connect(cluster)) {
      send(socket, "STATUS\n".getBytes(UTF_8));
      socket.shutdownOutput();
      String line = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return checked(STATUS, line).at("/tasks/waiting").asInt();
    }
  }

  private static List<JsonNode> replies(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8)
        .lines()
        .map(line -> checked(REPLY, line))
        .toList();
  }

  private static Socket connect(LocalCluster cluster) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), cluster.tasksPort());
  }

  private static void send(Socket socket, byte[]... parts) throws IOException {
    OutputStream out = socket.getOutputStream();
    for (byte[] part : parts) {
      out.write(part);
    }
    out.flush();
  }

  private static JsonNode checked(Schema schema, String line) {
    assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
    try {
      return MAPPER.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  /** Nothing may be there that is not described; clients have to take it, though. */
  private static Schema schema(String name) {
    try {
      JsonNode file = MAPPER.readTree(Path.of("../docs/schema/" + name + ".schema.json").toFile());
      file.findParents("properties").stream()
          .filter(schema -> schema.path("type").asText().equals("object"))
          .filter(schema -> !schema.has("additionalProperties"))
          .forEach(schema -> ((ObjectNode) schema).put("additionalProperties", false));
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
