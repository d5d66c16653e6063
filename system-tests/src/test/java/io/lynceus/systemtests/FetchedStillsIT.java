package io.lynceus.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.model.cameras.ClusterCameras;
import io.lynceus.model.cameras.ClusterCameras.Entry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master that fetches the stills of a camera itself, and a slave that analyses them. */
@Tag("gate")
class FetchedStillsIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String PASSWORD = "the camera's password";

  @TempDir private Path folder;

  @Test
  void aCameraIsSeenWithoutAClientAndItsFailureIsTold() throws Exception {
    byte[] still = Files.readAllBytes(Path.of("..", "samples", "astronaut.png"));
    HttpServer camera =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    camera.createContext("/still.png", exchange -> answer(exchange, still));
    camera.start();
    Files.writeString(folder.resolve("front.password"), PASSWORD + "\n");
    Path file = Files.writeString(folder.resolve("cameras.conf"), "");
    try (LocalCluster cluster =
        LocalCluster.start(
            ClusterPlan.in(folder)
                .withSlaves(1)
                .withMaster(ProcessPlan.DEFAULT.with("cameras.file", file.toString())))) {
      Files.writeString(
          file,
          """
          cameras.front {
            zones.room.polygon = [[0, 0], [1, 0], [1, 1], [0, 1]]
            source { kind = snapshot, url = "http://127.0.0.1:PORT/still.png?key=hidden"
              user = guard, password-file = front.password, every = 200 ms, timeout = 60 s }
          }
          """
              .replace("PORT", Integer.toString(camera.getAddress().getPort())));
      Entry seen = front(cluster, entry -> entry.stills() > 0);
      assertThat(seen.last().orElseThrow().counts()).containsEntry("person", Optional.of(1));
      assertThat(seen.last().orElseThrow().zones()).containsKey("room");
      front(cluster, entry -> entry.source().state().equals(Optional.of("ok")));
      assertThat(page(cluster)).contains("lynceus_sources{state=\"ok\"} 1.0");

      camera.stop(0);
      Entry gone = front(cluster, entry -> entry.source().state().equals(Optional.of("failing")));
      assertThat(gone.source().message().orElseThrow()).isNotEmpty();
      assertThat(gone.source().fetching().orElseThrow().failures()).isPositive();

      Files.writeString(file, "cameras.back {}");
      await()
          .atMost(LIMIT)
          .until(() -> page(cluster).contains("lynceus_sources{state=\"failing\"} 0.0"));
      assertThat(Files.readString(cluster.master().log()))
          .contains("the source of camera front is ok")
          .doesNotContain(PASSWORD, "hidden");
    } finally {
      camera.stop(0);
    }
  }

  private static void answer(HttpExchange exchange, byte[] still) throws IOException {
    String expected =
        "Basic " + Base64.getEncoder().encodeToString(("guard:" + PASSWORD).getBytes(UTF_8));
    try (exchange) {
      if (expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(200, still.length);
        exchange.getResponseBody().write(still);
      } else {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"camera\"");
        exchange.sendResponseHeaders(401, -1);
      }
    }
  }

  private static Entry front(LocalCluster cluster, Predicate<Entry> such) {
    return await()
        .atMost(LIMIT)
        .until(
            () -> {
              ClusterCameras all = TaskClient.cameras(cluster.client());
              return all.cameras().stream()
                  .filter(entry -> entry.name().equals("front"))
                  .findFirst();
            },
            found -> found.filter(such).isPresent())
        .orElseThrow();
  }

  private static String page(LocalCluster cluster) throws Exception {
    return HttpPage.get(cluster.httpPort(), "/metrics").body();
  }
}
