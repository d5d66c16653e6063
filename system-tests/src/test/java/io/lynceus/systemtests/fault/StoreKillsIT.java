package io.lynceus.systemtests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.cluster.ReferenceImages;
import io.lynceus.model.ClusterStatus.Slave.State;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of a master with a store, under load. Each reply that a client has read is in the
 * store, or counted as dropped. {@code -Dlynceus.store.kills=200} makes it a long run.
 */
@Tag("story")
@Tag("beside")
@Timeout(3600)
class StoreKillsIT {
  private static final int KILLS = Integer.getInteger("lynceus.store.kills", 2);
  private static final int CLIENTS = 4;
  private static final int REPLIES_A_RUN = 40;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private final ReferenceImages images = new ReferenceImages();
  private final AtomicLong sent = new AtomicLong();
  private LocalCluster cluster;

  @BeforeEach
  void start() throws Exception {
    ProcessPlan master =
        ProcessPlan.DEFAULT.with("store.enabled", "true").with("store.pictures", "all");
    cluster = LocalCluster.start(ClusterPlan.in(folder).withSlaves(1).withMaster(master));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void eachReplyThatWasReadIsInTheStoreOrCountedAsDropped() throws Exception {
    int read = 0;
    int missing = 0;
    long dropped = 0;
    for (int run = 1; run <= KILLS; run++) {
      Set<String> replies = loadUntilKilled();
      cluster.restartMaster();
      int lost = 0;
      for (String id : replies) {
        int status = get("/v1/results/" + id).statusCode();
        assertThat(status).isIn(200, 404);
        lost += status == 404 ? 1 : 0;
      }
      long counted = TaskClient.status(cluster.client()).master().store().orElseThrow().dropped();
      assertThat(counted).as("run %d: %d lost", run, lost).isGreaterThanOrEqualTo(lost);
      assertThat(lost).as("run %d: lost", run).isLessThan(replies.size());
      read += replies.size();
      missing += lost;
      dropped += counted;
      requireSound();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  TaskClient.status(cluster.client()).slaves().stream()
                      .anyMatch(slave -> slave.state() == State.READY));
    }
    System.out.printf(
        "%d kills: %d replies read, %d not in the store, %d counted as dropped%n",
        KILLS, read, missing, dropped);
  }

  /** The ids of the replies that clients have read before the master was killed. */
  private Set<String> loadUntilKilled() throws Exception {
    long before = stored();
    Set<String> replies = ConcurrentHashMap.newKeySet();
    AtomicInteger cut = new AtomicInteger();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Thread client = new Thread(() -> send(replies, cut), "client-" + i);
      client.start();
      clients.add(client);
    }
    // More are stored than clients have replies that they have not read: some that were read are.
    await()
        .atMost(PATIENCE)
        .until(() -> replies.size() >= REPLIES_A_RUN && stored() > before + CLIENTS);
    cluster.master().kill();
    for (Thread client : clients) {
      client.join();
    }
    assertThat(cut).hasValue(CLIENTS);
    cluster.master().awaitExit(PATIENCE);
    return replies;
  }

  private long stored() throws Exception {
    return TaskClient.status(cluster.client()).master().store().orElseThrow().results().orElse(0);
  }

  private void send(Set<String> replies, AtomicInteger cut) {
    HttpClient client = HttpClient.newHttpClient();
    try {
      while (true) {
        long number = sent.incrementAndGet();
        HttpRequest request =
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:%d/v1/images?analyses=edges&id=still-%d"
                            .formatted(cluster.httpPort(), number)))
                .POST(BodyPublishers.ofByteArray(images.apply(number)))
                .build();
        if (client.send(request, BodyHandlers.ofString()).statusCode() == 200) {
          replies.add("still-" + number);
        }
      }
    } catch (IOException e) {
      cut.incrementAndGet(); // the master is gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** No row without its picture, no picture without a row: the start has swept what was half. */
  private void requireSound() throws Exception {
    String token = cluster.administrator().credentials().token().orElseThrow();
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + cluster.httpPort() + "/v1/store/check"))
                    .header("Authorization", "Bearer " + token)
                    .POST(BodyPublishers.noBody())
                    .build(),
                BodyHandlers.ofString());
    JsonNode report = new ObjectMapper().readTree(response.body());
    assertThat(report.path("sound").asBoolean()).as(response.body()).isTrue();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + cluster.httpPort() + path))
                .build(),
            BodyHandlers.ofString());
  }
}
