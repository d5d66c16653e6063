package io.lynceus.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Status;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plug-in of {@code examples/}, dropped into the folder of one of two slaves: the master and
 * the other slave are as they were.
 */
@Tag("story")
@Tag("beside")
class PluginIT {
  /** Where the build puts the plug-in's jar. */
  private static final Path PLUGINS = Path.of("target", "plugins").toAbsolutePath();

  private static final Analysis SHARPNESS = new Analysis("sharpness");
  private static final Analysis FACE_QUALITY = new Analysis("face-quality");

  @TempDir private static Path logs;
  private static LocalCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    ProcessPlan withPlugins = ProcessPlan.DEFAULT.with("plugins.dir", PLUGINS.toString());
    cluster = LocalCluster.start(ClusterPlan.in(logs).withSlave("slave-2", withPlugins));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void itsAnalysesAreInRepliesOfTheSlaveThatHasThem() throws Exception {
    byte[] astronaut = Files.readAllBytes(Path.of("..", "samples", "astronaut.png"));
    List<Analysis> asked = List.of(Analysis.FACES, FACE_QUALITY, SHARPNESS);
    try (TaskClient client = TaskClient.connect(cluster.client())) {
      List<CompletableFuture<Reply>> replies = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        replies.add(client.submit(astronaut, Ask.DEFAULT.withAnalyses(asked)));
      }
      for (CompletableFuture<Reply> each : replies) {
        Reply reply = each.get(60, TimeUnit.SECONDS);
        assertThat(reply.status()).isEqualTo(Status.COMPLETE);
        assertThat(reply.analyses()).containsOnlyKeys(Analysis.FACES, FACE_QUALITY, SHARPNESS);
        assertThat(reply.counts()).containsEntry("good face", java.util.Optional.of(1));
        assertThat(reply.timing().orElseThrow().units().get(SHARPNESS).slave())
            .isEqualTo("slave-2");
      }
    }
  }

  @Test
  void whatItNeedsIsLookedForAlsoWhenItIsNotAskedFor() throws Exception {
    byte[] astronaut = Files.readAllBytes(Path.of("..", "samples", "astronaut.png"));
    try (TaskClient client = TaskClient.connect(cluster.client())) {
      Reply reply =
          client
              .submit(astronaut, Ask.DEFAULT.withAnalyses(List.of(FACE_QUALITY)))
              .get(60, TimeUnit.SECONDS);

      assertThat(reply.analyses()).containsOnlyKeys(FACE_QUALITY);
      assertThat(reply.analyses().get(FACE_QUALITY).findings().orElseThrow().boxes()).hasSize(1);
    }
  }

  @Test
  void anAnalysisThatNoSlaveHasIsNamed() throws Exception {
    Analysis plates = new Analysis("plates");
    try (TaskClient client = TaskClient.connect(cluster.client())) {
      Reply reply =
          client
              .submit(
                  TestImages.png(100, 100, 1),
                  Ask.DEFAULT.withAnalyses(List.of(Analysis.EDGES, plates)))
              .get(60, TimeUnit.SECONDS);

      assertThat(reply.status()).isEqualTo(Status.PARTIAL);
      assertThat(reply.analyses().get(Analysis.EDGES).outcome()).isEqualTo(Outcome.OK);
      assertThat(reply.analyses().get(plates).outcome()).isEqualTo(Outcome.NO_SLAVE);
      assertThat(reply.analyses().get(plates).message()).contains("plates");
    }
  }

  @Test
  void helpMetricsAndTheDescriptionOfTheApiNameThem() throws Exception {
    try (TaskClient client = TaskClient.connect(cluster.client())) {
      client
          .submit(TestImages.png(100, 100, 1), Ask.DEFAULT.withAnalyses(List.of(SHARPNESS)))
          .get(60, TimeUnit.SECONDS);
    }

    assertThat(help()).contains("sharpness", "face-quality", "min-sharpness=0..100000");
    assertThat(page("/metrics"))
        .containsPattern("lynceus_units_total\\{analysis=\"sharpness\",outcome=\"ok\"} [1-9]");
    assertThat(page("/openapi.json")).contains("sharpness", "min-sharpness");
  }

  private String help() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), cluster.tasksPort())) {
      socket.getOutputStream().write("HELP\nQUIT\n".getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    }
  }

  private String page(String path) throws Exception {
    return HttpPage.get(cluster.httpPort(), path).body();
  }
}
