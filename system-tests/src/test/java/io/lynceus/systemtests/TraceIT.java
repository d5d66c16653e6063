package io.lynceus.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.protocol.reply.ReplyJson;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows an image through the logs of a master, in plain text, and of a slave, in JSON. */
class TraceIT {
  private static final ProcessPlan VERBOSE = ProcessPlan.DEFAULT.with("log.level", "debug");

  @TempDir private Path logs;

  @Test
  void theIdOfTheReplyFollowsTheImageThroughAllLogs() throws Exception {
    ClusterPlan plan =
        ClusterPlan.in(logs)
            .withSlaves(1)
            .withMaster(VERBOSE)
            .withSlave(VERBOSE.withEnvironment("LYNCEUS_LOG_FORMAT", "json"));
    try (LocalCluster cluster = LocalCluster.start(plan)) {
      String made = analyzed(cluster, "");
      assertThat(made).isNotEmpty();
      String given = analyzed(cluster, "?id=cam-1/7");
      assertThat(given).isEqualTo("cam-1/7");
      String of = analyzed(cluster, "?id=yard-8&camera=yard&time=2026-11-29T14:05:07Z");
      for (String id : List.of(made, given, of + " yard")) {
        assertThat(plainLines(cluster, id))
            .anyMatch(line -> line.endsWith("replied: complete"))
            .filteredOn(line -> line.contains(" given: "))
            .hasSize(4);
        await()
            .untilAsserted(
                () ->
                    assertThat(jsonLines(cluster, id))
                        .filteredOn(
                            line -> line.path("formattedMessage").asText().endsWith(" done"))
                        .hasSize(4)
                        .allMatch(line -> line.path("level").asText().equals("DEBUG"))
                        .allMatch(line -> line.path("threadName").asText().startsWith("worker-")));
      }
      assertThat(plainLines(cluster, "yard-8 yard"))
          .anyMatch(line -> line.endsWith(", taken 2026-11-29T14:05:07Z (option)"));
      assertThat(plainLines(cluster, "")).as("lines of no image have no id").isEmpty();
    }
  }

  private static String analyzed(LocalCluster cluster, String query) throws Exception {
    byte[] image = TestImages.jpeg(320, 240, 1);
    HttpResponse<String> response = HttpPage.post(cluster.httpPort(), "/v1/images" + query, image);
    return ReplyJson.read(response.body()).reply().id();
  }

  private static List<String> plainLines(LocalCluster cluster, String id) throws Exception {
    return Files.readAllLines(cluster.master().log()).stream()
        .filter(line -> line.contains(" [" + id + "] "))
        .toList();
  }

  /** Every line is a JSON object, except those of the JVM itself. */
  private static List<JsonNode> jsonLines(LocalCluster cluster, String id) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(cluster.process("slave-1").log())) {
      if (line.endsWith("}")) {
        lines.add(new ObjectMapper().readTree(line));
      }
    }
    assertThat(lines).anyMatch(line -> line.path("formattedMessage").asText().startsWith("ready"));
    return lines.stream().filter(line -> inBrackets(line.path("mdc")).equals(id)).toList();
  }

  /** As a plain line has it: the id, and the camera if it is known. */
  private static String inBrackets(JsonNode context) {
    String camera = context.path("camera").asText();
    return context.path("trace").asText() + (camera.isEmpty() ? "" : " " + camera);
  }
}
