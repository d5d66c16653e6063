package io.lynceus.master.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.event.EventChange;
import io.lynceus.store.ResultStore;
import io.lynceus.store.StoreConfig;
import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.OutboxItem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a store, from which something is erased or in which more waits than the memory takes. */
class StoredDeliveriesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir private Path folder;

  private final ManualThreads threads = new ManualThreads();
  private final List<CompletableFuture<DeliveryOutcome>> answers = new ArrayList<>();
  private final ScriptedChannel channel =
      new ScriptedChannel(
          "webhook.phone",
          delivery -> {
            answers.add(new CompletableFuture<>());
            return answers.get(answers.size() - 1);
          });
  private ResultStore store;
  private Deliveries deliveries;

  @BeforeEach
  void open() throws Exception {
    store = ResultStore.open(StoreConfig.of(folder));
    deliveries =
        Deliveries.start(
            List.of(channel), Optional.of(store.outbox()), threads, name -> threads.newThread());
  }

  @AfterEach
  void close() {
    deliveries.close();
    store.close();
  }

  private void happen(List<EventChange> changes) throws Exception {
    List<OutboxItem> items =
        changes.stream()
            .flatMap(change -> deliveries.prepare(change, name -> true).stream())
            .toList();
    List<OutboxItem> written =
        store
            .events()
            .put(
                changes.stream().map(EventChange::event).toList(),
                changes.stream().map(change -> change.event().id()).collect(Collectors.toSet()),
                Map.of(),
                items);
    deliveries.offer(written, true);
    threads.advance(SECOND);
  }

  private void eraseDogs() throws Exception {
    store.erase(
        new EraseCriteria(
            Optional.empty(),
            Optional.of("dog"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    deliveries.readAnew();
    threads.advance(SECOND);
  }

  @Test
  void nobodyIsToldOfWhatWasErasedWhileItWaited() throws Exception {
    channel.ready = false;
    happen(List.of(TestChanges.begun("e1", "gate", "dog", false), TestChanges.begun("e2", "gate")));
    eraseDogs();
    assertThat(deliveries.states().get(0).pending()).hasValue(1);
    channel.ready = true;
    channel.wake.run();
    threads.advance(SECOND);
    assertThat(channel.ids()).containsExactly("e2");
  }

  @Test
  void whatWasErasedOnItsWayIsNotTriedAgain() throws Exception {
    happen(List.of(TestChanges.begun("e1", "gate", "dog", false), TestChanges.begun("e2", "yard")));
    assertThat(channel.ids()).containsExactly("e1", "e2");
    eraseDogs();
    answers.forEach(answer -> answer.complete(DeliveryOutcome.again(SECOND, "away")));
    threads.advance(Duration.ofMinutes(1));
    assertThat(channel.ids()).containsExactly("e1", "e2", "e2");
    assertThat(deliveries.states().get(0).pending()).hasValue(1);
  }

  @Test
  void theNumberOfThoseGivenUpIsCountedAnew() throws Exception {
    happen(List.of(TestChanges.begun("e1", "gate", "dog", false)));
    answers.get(0).complete(DeliveryOutcome.never("410 Gone"));
    threads.advance(SECOND);
    assertThat(deliveries.states().get(0).dead()).hasValue(1);
    eraseDogs();
    assertThat(deliveries.states().get(0).dead()).hasValue(0);
  }

  @Test
  void whatIsOnlyInMemoryFindsRoomAmongWhatIsInTheStore() throws Exception {
    channel.ready = false;
    happen(
        IntStream.range(0, DeliveryWindow.MOST)
            .mapToObj(i -> TestChanges.begun("e" + i, "camera" + i % 500))
            .toList());
    EventChange last = TestChanges.begun("last", "yard"); // while the store fails
    deliveries.offer(deliveries.prepare(last, name -> true), false);
    threads.advance(SECOND);
    assertThat(deliveries.states().get(0).dropped()).isZero();
    channel.ready = true;
    channel.wake.run();
    threads.advance(SECOND);
    for (int i = 0; i < answers.size(); i++) { // each answer brings the next one
      answers.get(i).complete(DeliveryOutcome.done());
      threads.advance(SECOND);
    }
    assertThat(channel.ids())
        .hasSize(DeliveryWindow.MOST + 1)
        .doesNotHaveDuplicates()
        .contains("last", "e" + (DeliveryWindow.MOST - 1));
  }
}
