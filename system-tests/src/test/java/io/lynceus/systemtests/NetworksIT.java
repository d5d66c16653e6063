package io.lynceus.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.TestOnnx;
import io.lynceus.vision.network.NetworkFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way of a network, while images come: from its origin into the folder of the master and
 * one slave, from the master to the other slave, and into use, without a restart.
 */
@Tag("story")
@Tag("beside")
class NetworksIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int AT_ONCE = 16;
  private static final byte[] ONNX = TestOnnx.yolox().toBytes();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private HttpServer origin;
  private LocalCluster cluster;

  @BeforeEach
  void start() throws Exception {
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.createContext(
        "/file",
        exchange -> {
          exchange.sendResponseHeaders(200, ONNX.length);
          exchange.getResponseBody().write(ONNX);
          exchange.close();
        });
    origin.start();
    ProcessPlan sharing = ProcessPlan.DEFAULT.withEnvironment("XDG_DATA_HOME", data().toString());
    ProcessPlan apart =
        ProcessPlan.DEFAULT
            .withEnvironment("XDG_DATA_HOME", folder.resolve("other").toString())
            .with("models.received-dir", received().toString());
    cluster =
        LocalCluster.start(
            ClusterPlan.in(folder)
                .withMaster(sharing.with("limits.no-slave-grace", "20s"))
                .withSlave(
                    "slave-1",
                    sharing.with("models.received-dir", folder.resolve("received-1").toString()))
                .withSlave("slave-2", apart));
  }

  @AfterEach
  void stop() {
    cluster.close();
    origin.stop(0);
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path received() {
    return folder.resolve("received");
  }

  @Test
  void aNetworkThatIsFetchedIsUsedByAllSlavesAtOnce() throws Exception {
    String shipped = model(analyze(Ask.DEFAULT));
    assertThat(shipped).startsWith("centernet-mbv3-coco80:1@");
    Reply early = analyze(Ask.DEFAULT.withOption("objects", "tiny"));
    assertThat(early.analyses().get(Analysis.OBJECTS).outcome()).isEqualTo(Outcome.NO_SLAVE);
    assertThat(early.analyses().get(Analysis.OBJECTS).message()).contains("tiny");

    models("fetch", "all", "--catalogue", catalogue().toString(), "--accept-licence");
    String model = "tiny:1@" + NetworkFile.sha256(ONNX).substring(0, 8);
    awaitBoth(model);
    assertThat(models("list", "--master", "127.0.0.1:" + cluster.tasksPort()))
        .containsPattern(model + " +objects +slave-1, slave-2");

    cluster.process("slave-2").kill();
    deleteReceived();
    cluster.restartSlave("slave-2");
    awaitBoth(model);
    assertThat(received().resolve(NetworkFile.sha256(ONNX))).exists();

    cluster.restartMaster();
    awaitBoth(model);

    models("use", "objects=centernet-mbv3-coco80");
    awaitBoth(shipped);
    assertThat(model(analyze(Ask.DEFAULT.withOption("objects", "tiny")))).isEqualTo(model);
  }

  /**
   * Waits until both slaves use that network for images that come together. Every image meanwhile
   * has a complete reply, of this network or another.
   */
  private void awaitBoth(String model) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Set<String> models = new TreeSet<>();
              Set<String> slaves = new TreeSet<>();
              for (Reply reply : analyzeSome()) {
                assertThat(reply.status()).as("%s", reply).isEqualTo(Status.COMPLETE);
                models.add(model(reply));
                slaves.add(reply.timing().orElseThrow().units().get(Analysis.OBJECTS).slave());
              }
              return models.equals(Set.of(model)) && slaves.size() == 2;
            });
  }

  private List<Reply> analyzeSome() throws Exception {
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    try (TaskClient client = TaskClient.connect(cluster.client())) {
      for (int i = 0; i < AT_ONCE; i++) {
        replies.add(
            client.submit(
                TestImages.jpeg(320, 240, i), Ask.DEFAULT.withAnalyses(List.of(Analysis.OBJECTS))));
      }
      List<Reply> all = new ArrayList<>();
      for (CompletableFuture<Reply> reply : replies) {
        all.add(reply.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      }
      return all;
    }
  }

  private Reply analyze(Ask ask) throws Exception {
    try (TaskClient client = TaskClient.connect(cluster.client())) {
      return client
          .submit(TestImages.jpeg(320, 240, 1), ask.withAnalyses(List.of(Analysis.OBJECTS)))
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static String model(Reply reply) {
    return reply.analyses().get(Analysis.OBJECTS).findings().orElseThrow().model();
  }

  private Path catalogue() throws IOException {
    return Files.writeString(
        folder.resolve("catalogue.conf"),
        """
        sets.all.objects = tiny
        networks.tiny {
          version = "1", use = objects, url = "http://127.0.0.1:%d/file", bytes = %d
          licence = "Free-1.0", accuracy = none, sha256 = %s
          conf { kind = yolox, labels = [person], input.size = [32, 32] }
        }
        """
            .formatted(origin.getAddress().getPort(), ONNX.length, NetworkFile.sha256(ONNX)));
  }

  private String models(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = "models";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try (LynceusProcess process =
        LynceusProcess.start(folder, Map.of("XDG_DATA_HOME", data().toString()), command)) {
      assertThat(process.exitCode(PATIENCE)).as(process.said()).isZero();
      return process.said();
    }
  }

  private void deleteReceived() throws IOException {
    try (var files = Files.walk(received())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
