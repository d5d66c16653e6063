package io.lynceus.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole cluster tells a broker what Home Assistant reads. */
@Tag("gate")
class HomeAssistantIT {
  private static final Path BROKER = Path.of("/usr/sbin/mosquitto");
  private static final Path LISTENER = Path.of("/usr/bin/mosquitto_sub");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Process broker;
  private Process listener;

  @AfterEach
  void end() throws InterruptedException {
    for (Process each : new Process[] {listener, broker}) {
      if (each != null) {
        each.destroyForcibly().waitFor();
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private ClusterPlan plan(int port) throws IOException {
    Path cameras = folder.resolve("cameras.conf");
    Files.writeString(cameras, "cameras.front { title = Front }\n");
    return ClusterPlan.in(folder)
        .withMaster(
            ProcessPlan.DEFAULT
                .with("cameras.file", cameras.toString())
                .with("mqtt.url", "mqtt://127.0.0.1:" + port));
  }

  private static Reply submit(LocalCluster cluster) throws Exception {
    try (TaskClient client = TaskClient.connect(cluster.client())) {
      return client
          .submit(
              Files.readAllBytes(Path.of("../samples/astronaut.png")),
              Ask.DEFAULT.withCamera(Optional.of(new Camera("front"))))
          .get(60, TimeUnit.SECONDS);
    }
  }

  private String heard() throws IOException {
    return new String(
        Files.readAllBytes(folder.resolve("heard")), StandardCharsets.ISO_8859_1); // pictures, too
  }

  private void await(String... parts) {
    for (String part : parts) {
      Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard()).contains(part));
    }
  }

  @Test
  void aPersonArrivesAndTheMasterStops() throws Exception {
    assumeTrue(
        Files.isExecutable(BROKER) && Files.isExecutable(LISTENER),
        "there is no mosquitto: apt-get install mosquitto mosquitto-clients");
    int port = freePort();
    broker =
        new ProcessBuilder(BROKER.toString(), "-p", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("broker.log").toFile())
            .start();
    Awaitility.await().atMost(PATIENCE).until(() -> listens(port));
    listener =
        new ProcessBuilder(
                LISTENER.toString(), "-p", Integer.toString(port), "-q", "1", "-t", "#", "-v")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("heard").toFile())
            .start();
    try (LocalCluster cluster = LocalCluster.start(plan(port).withSlaves(1))) {
      await("lynceus/available online", "homeassistant/binary_sensor/lynceus_front/person/config");
      submit(cluster);
      await("lynceus/front/person 1");
      submit(cluster);
      await(
          "lynceus/front/person/state ON",
          "lynceus/events {\"type\":\"new\"",
          "lynceus/front/car/state OFF",
          "lynceus/front/snapshot ÿØÿ");
    }
    await("lynceus/available stopped", "lynceus/front/person None");
  }

  @Test
  void aBrokerThatIsNotThereDelaysNoReplyAndIsAProblemOfTheStatus() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(plan(freePort()).withSlaves(1))) {
      assertThat(submit(cluster).status()).isEqualTo(Reply.Status.COMPLETE);
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () ->
                  TaskClient.status(cluster.client())
                      .master()
                      .mqtt()
                      .flatMap(ClusterStatus.BrokerUse::problem)
                      .filter(why -> why.contains("nothing can be reached there"))
                      .isPresent());
    }
  }
}
