package io.lynceus.master.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.event.EventChange;
import io.lynceus.store.ResultStore;
import io.lynceus.store.StoreConfig;
import io.lynceus.store.result.OutboxItem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Masters that are killed and receivers that fail, at random: nothing is lost, and the first
 * arrivals of a camera's changes are in their order. {@code -Ddelivery.seeds=1000} tries more.
 */
class DeliverySimulationTest {
  private static final int SEEDS = Integer.getInteger("delivery.seeds", 6);
  private static final int STEPS = 150;
  private static final List<String> NAMES = List.of("mqtt", "webhook.phone");

  @TempDir private Path folder;

  @Test
  void nothingIsLostAndTheOrderOfACameraIsKept() throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      try (ResultStore store = ResultStore.open(StoreConfig.of(folder.resolve("s" + seed)))) {
        new Run(seed, store).run();
      }
    }
  }

  /** One seed. */
  private static final class Run {
    private final Random random;
    private final ResultStore store;
    private final String as;
    private final ManualThreads threads = new ManualThreads();
    private final Map<String, List<String>> created = new HashMap<>();
    private final Map<String, Map<String, Set<String>>> arrived = new HashMap<>();
    private final Set<String> givenUp = new LinkedHashSet<>();
    private boolean kind;
    private Deliveries deliveries;
    private int number;

    Run(int seed, ResultStore store) {
      this.random = new Random(seed);
      this.store = store;
      this.as = "seed " + seed;
      NAMES.forEach(name -> arrived.put(name, new HashMap<>()));
      this.deliveries = start();
    }

    private Deliveries start() {
      List<EventChannel> channels = new ArrayList<>();
      NAMES.forEach(name -> channels.add(new ScriptedChannel(name, to -> answer(name, to))));
      return Deliveries.start(
          channels, Optional.of(store.outbox()), threads, name -> threads.newThread());
    }

    private CompletionStage<DeliveryOutcome> answer(String name, Delivery delivery) {
      String camera = delivery.change().event().camera().name();
      String id = delivery.id();
      boolean got = kind || random.nextInt(3) > 0;
      if (got) {
        arrived.get(name).computeIfAbsent(camera, any -> new LinkedHashSet<>()).add(id);
      }
      if (!kind && !got && random.nextInt(20) == 0) {
        givenUp.add(id);
        return CompletableFuture.completedFuture(DeliveryOutcome.never("refused"));
      }
      if (!kind && random.nextInt(12) == 0) {
        return new CompletableFuture<>(); // no answer comes, whether it got there or not
      }
      if (!kind && random.nextInt(12) == 0) {
        throw new IllegalStateException("a fault");
      }
      DeliveryOutcome outcome =
          got && (kind || random.nextInt(4) > 0)
              ? DeliveryOutcome.done()
              : DeliveryOutcome.again(Duration.ofSeconds(random.nextInt(40)), "away");
      CompletableFuture<DeliveryOutcome> later = new CompletableFuture<>();
      DeliveryThread network = threads.newThread();
      network.after(Duration.ofMillis(random.nextInt(3000)), () -> later.complete(outcome));
      return later;
    }

    void run() throws Exception {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(10)) {
          case 0 -> kill();
          case 1, 2, 3 -> threads.advance(Duration.ofMillis(random.nextInt(20_000)));
          default -> happen();
        }
      }
      kind = true;
      threads.advance(Duration.ofHours(2));
      check();
    }

    /** What was not written by now is lost with the master. */
    private void kill() {
      deliveries.close();
      deliveries = start();
    }

    private void happen() throws Exception {
      String id = "e" + number++;
      EventChange change = TestChanges.begun(id, "camera" + random.nextInt(4));
      List<OutboxItem> items = deliveries.prepare(change, name -> true);
      store.events().put(List.of(change.event()), Set.of(id), Map.of(), items);
      items.forEach(
          item ->
              created
                  .computeIfAbsent(item.channel() + item.camera(), any -> new ArrayList<>())
                  .add(item.id()));
      if (random.nextInt(10) == 0) {
        kill(); // between the commit and the delivery
      } else {
        deliveries.offer(items, true);
      }
    }

    private void check() throws Exception {
      for (String name : NAMES) {
        for (int camera = 0; camera < 4; camera++) {
          List<String> all = created.getOrDefault(name + "camera" + camera, List.of());
          Set<String> got = arrived.get(name).getOrDefault("camera" + camera, Set.of());
          List<String> expected =
              all.stream().filter(id -> got.contains(id) || !givenUp.contains(id)).toList();
          assertThat(got).as(as).containsExactlyElementsOf(expected);
        }
        assertThat(store.outbox().countPending(name)).as(as).isZero();
        assertThat(deliveries.dead(Optional.of(name), 1000).stream().map(OutboxItem::id))
            .as(as)
            .isSubsetOf(givenUp);
      }
      assertThat(deliveries.states()).allMatch(state -> state.dropped() == 0);
    }
  }
}
