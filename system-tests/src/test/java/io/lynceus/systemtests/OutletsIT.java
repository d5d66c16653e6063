package io.lynceus.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.client.ClientConfig.Retries;
import io.lynceus.client.TaskClient;
import io.lynceus.master.outlets.GivenReply;
import io.lynceus.master.outlets.Outlet;
import io.lynceus.master.outlets.OutletConfig;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A real master whose outlets misbehave. There are no slaves, so the outcome of every unit is
 * {@code no_slave}.
 */
class OutletsIT {
  private static final int IMAGES = 60;
  private static final int ROOM = 4;

  private final CountDownLatch release = new CountDownLatch(1);
  private TestMaster master;

  @AfterEach
  void stop() {
    release.countDown();
    if (master != null) {
      master.close();
    }
  }

  private interface Hearing {
    void hear(GivenReply reply) throws Exception;
  }

  private static Outlet outlet(OutletConfig config, boolean needsFile, Hearing hearing) {
    return new Outlet() {
      @Override
      public OutletConfig config() {
        return config;
      }

      @Override
      public boolean needsFile() {
        return needsFile;
      }

      @Override
      public void hear(GivenReply reply) throws Exception {
        hearing.hear(reply);
      }
    };
  }

  private static OutletConfig named(String name, int items, boolean required) {
    return new OutletConfig(name, items, 64 << 20, required);
  }

  private void start(Outlet... outlets) throws IOException {
    master = TestMaster.start("limits.no-slave-grace = 10 ms", outlets);
  }

  @Test
  void anOutletThatBlocksThrowsOrIsSlowDelaysNoReplyAndNoOtherOutlet() throws Exception {
    Semaphore slowly = new Semaphore(0);
    List<GivenReply> slow = new CopyOnWriteArrayList<>();
    List<GivenReply> good = new CopyOnWriteArrayList<>();
    start(
        outlet(named("blocks", ROOM, false), true, reply -> release.await()),
        outlet(
            named("throws", IMAGES, false),
            false,
            reply -> {
              throw new IOException("for a test");
            }),
        outlet(
            named("slow", ROOM, false),
            false,
            reply -> {
              slowly.acquire();
              slow.add(reply);
            }),
        outlet(named("good", IMAGES, false), true, good::add));
    List<Reply> replies = submitAll(); // the slow outlet is done with none before all are there

    assertThat(replies).hasSize(IMAGES).allMatch(reply -> reply.rejection().isEmpty());
    assertThat(release.getCount()).as("the first outlet still blocks").isEqualTo(1);
    slowly.release(IMAGES);
    await().untilAsserted(() -> assertThat(page()).containsAll(counts("slow", ROOM, 0)));
    await().untilAsserted(() -> assertThat(page()).containsAll(counts("good", IMAGES, 0)));
    await().untilAsserted(() -> assertThat(page()).containsAll(counts("throws", 0, IMAGES)));
    assertThat(page())
        .containsAll(counts("blocks", 0, 0))
        .contains("lynceus_outlet_waiting{outlet=\"blocks\"} " + ROOM + ".0")
        .contains("lynceus_images_total{status=\"partial\"} " + IMAGES + ".0");

    assertThat(ids(good))
        .containsExactlyInAnyOrderElementsOf(replies.stream().map(Reply::id).toList());
    assertThat(ids(slow)).isEqualTo(ids(good).subList(0, ROOM));
    assertThat(slow).allMatch(reply -> reply.file().isEmpty());
    GivenReply one = good.get(0);
    assertThat(one.file().orElseThrow().remaining())
        .isEqualTo((int) one.reply().image().orElseThrow().bytes());
    assertThat(master.log().with("the outlet blocks is too slow"))
        .as("one line a minute")
        .hasSize(1);
    assertThat(master.log().with("the outlet throws failed")).hasSize(1);
  }

  private static List<String> ids(List<GivenReply> given) {
    return given.stream().map(reply -> reply.reply().id()).toList();
  }

  /** What is neither delivered nor failed was dropped, or waits. */
  private List<String> counts(String outlet, int delivered, int failed) {
    int waiting = outlet.equals("blocks") ? ROOM : 0;
    Map<String, Integer> counts =
        Map.of(
            "delivered", delivered,
            "failed", failed,
            "dropped", IMAGES - delivered - failed - waiting);
    return counts.entrySet().stream()
        .map(
            count ->
                "lynceus_outlet_items_total{outlet=\"%s\",result=\"%s\"} %d.0"
                    .formatted(outlet, count.getKey(), count.getValue()))
        .toList();
  }

  @Test
  void aRequiredOutletThatIsFullMakesTheMasterBusyUntilThereIsRoom() throws Exception {
    List<GivenReply> kept = new CopyOnWriteArrayList<>();
    start(
        outlet(
            named("store", 2, true),
            false,
            reply -> {
              release.await();
              kept.add(reply);
            }));
    try (TaskClient client = TaskClient.connect(master.client().withRetries(Retries.NONE))) {
      Reply first = submit(client, 0);
      Reply second = submit(client, 1);
      Rejection refusal = submit(client, 2).rejection().orElseThrow();
      assertThat(refusal.code()).isEqualTo(RejectionCode.BUSY);
      assertThat(refusal.message()).contains("the outlet store");
      assertThat(refusal.retryAfter()).isPresent();

      release.countDown();
      await().until(() -> submit(client, 2).rejection().isEmpty());
      await().until(() -> kept.size() == 3);
      assertThat(ids(kept)).startsWith(first.id(), second.id());
      assertThat(page())
          .contains("lynceus_outlet_items_total{outlet=\"store\",result=\"dropped\"} 0.0");
    }
  }

  @Test
  void whatWaitsWhenTheMasterStopsIsStillHeard() throws Exception {
    List<GivenReply> kept = new CopyOnWriteArrayList<>();
    start(
        outlet(
            named("store", IMAGES, false),
            false,
            reply -> {
              release.await();
              kept.add(reply);
            }));
    submitAll();
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(master::close);
    await().until(() -> !master.log().with("draining").isEmpty());
    release.countDown();
    stopped.get(30, TimeUnit.SECONDS);
    assertThat(kept).hasSize(IMAGES);
    master = null;
  }

  private List<Reply> submitAll() throws Exception {
    List<Reply> replies = new ArrayList<>();
    try (TaskClient client = TaskClient.connect(master.client())) {
      List<CompletableFuture<Reply>> all = new ArrayList<>();
      for (int i = 0; i < IMAGES; i++) {
        all.add(client.submit(TestImages.png(20, 10, i), Ask.DEFAULT));
      }
      for (CompletableFuture<Reply> one : all) {
        replies.add(one.get(30, TimeUnit.SECONDS));
      }
    }
    return replies;
  }

  private static Reply submit(TaskClient client, int seed) throws Exception {
    return client.submit(TestImages.png(20, 10, seed), Ask.DEFAULT).get(30, TimeUnit.SECONDS);
  }

  private List<String> page() throws Exception {
    return HttpPage.metrics(master.ports().http()).lines().toList();
  }
}
