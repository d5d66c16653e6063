package io.lynceus.master.delivery;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lynceus.model.Camera;
import io.lynceus.model.event.EventChange;
import io.lynceus.store.result.OutboxItem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Without a store. */
class DeliveriesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualThreads threads = new ManualThreads();
  private final List<CompletableFuture<DeliveryOutcome>> open = new ArrayList<>();

  private Deliveries start(EventChannel... channels) {
    return Deliveries.start(
        List.of(channels), Optional.empty(), threads, name -> threads.newThread());
  }

  private static void tell(Deliveries deliveries, EventChange change) {
    deliveries.offer(deliveries.prepare(change, name -> true), false);
  }

  private ScriptedChannel done(String name) {
    return new ScriptedChannel(name, delivery -> completedFuture(DeliveryOutcome.done()));
  }

  private ScriptedChannel hanging(String name) {
    return new ScriptedChannel(
        name,
        delivery -> {
          open.add(new CompletableFuture<>());
          return open.get(open.size() - 1);
        });
  }

  private ScriptedChannel failing(String name, DeliveryOutcome outcome) {
    return new ScriptedChannel(name, delivery -> completedFuture(outcome));
  }

  @Test
  void aChannelIsToldWhatItWantsOnceAndAsItWas() {
    ScriptedChannel channel = done("mqtt");
    Deliveries deliveries = start(channel);
    EventChange begun = TestChanges.begun("e1", "gate");
    tell(deliveries, begun);
    tell(deliveries, new EventChange(EventChange.Type.UPDATE, begun.event()));
    tell(deliveries, TestChanges.over(begun));
    threads.advance(HOUR);
    assertThat(channel.got.stream().map(Delivery::change))
        .containsExactly(begun, TestChanges.over(begun));
    assertThat(channel.got.stream().map(Delivery::id)).doesNotHaveDuplicates();
    ChannelState state = deliveries.states().get(0);
    assertThat(state.delivered()).isEqualTo(2);
    assertThat(state.pending()).hasValue(0);
    assertThat(state.problem()).isEmpty();
  }

  @Test
  void aRuleSaysWhoIsToldAndInQuietHoursNobodyIs() {
    ScriptedChannel one = done("webhook.one");
    ScriptedChannel two = done("webhook.two");
    Deliveries deliveries = start(one, two);
    deliveries.offer(
        deliveries.prepare(TestChanges.begun("e1", "gate"), Set.of("webhook.two")::contains),
        false);
    tell(deliveries, TestChanges.begun("e2", "gate", "person", true));
    threads.advance(HOUR);
    assertThat(one.got).isEmpty();
    assertThat(two.ids()).containsExactly("e1");
    assertThat(deliveries.names()).containsExactly("webhook.one", "webhook.two");
  }

  @Test
  void whatFailsIsTriedAgainAndLaterOnesOfItsCameraWait() {
    ScriptedChannel channel =
        new ScriptedChannel(
            "mqtt",
            delivery ->
                completedFuture(
                    delivery.change().event().id().equals("e1") && delivery.failures() < 3
                        ? DeliveryOutcome.again(Duration.ofMinutes(1), "away")
                        : DeliveryOutcome.done()));
    Deliveries deliveries = start(channel);
    tell(deliveries, TestChanges.begun("e1", "gate"));
    tell(deliveries, TestChanges.begun("e2", "gate"));
    tell(deliveries, TestChanges.begun("e3", "yard"));
    threads.advance(SECOND);
    assertThat(channel.ids()).containsExactly("e1", "e3");
    assertThat(deliveries.states().get(0).problem()).isEmpty(); // e3 has arrived since
    assertThat(deliveries.states().get(0).pending()).hasValue(2);
    threads.advance(Duration.ofMinutes(2));
    assertThat(channel.ids()).containsExactly("e1", "e3", "e1", "e1");
    threads.advance(Duration.ofMinutes(2));
    assertThat(channel.ids()).containsExactly("e1", "e3", "e1", "e1", "e1", "e2");
    assertThat(channel.got.stream().map(Delivery::id).distinct()).hasSize(3);
    assertThat(deliveries.states().get(0).failed()).isEqualTo(3);
  }

  @Test
  void oneOfEachCameraIsOnItsWayAndNotTooManyAtOnce() {
    ScriptedChannel channel = hanging("webhook.slow");
    Deliveries deliveries = start(channel);
    for (int i = 0; i < 12; i++) {
      tell(deliveries, TestChanges.begun("e" + i, "camera" + i % 6));
    }
    threads.advance(SECOND);
    assertThat(channel.ids()).containsExactly("e0", "e1", "e2", "e3");
    open.get(1).complete(DeliveryOutcome.done());
    threads.advance(SECOND);
    assertThat(channel.ids()).containsExactly("e0", "e1", "e2", "e3", "e4");
    open.get(3).complete(DeliveryOutcome.never("bad"));
    open.get(2).complete(DeliveryOutcome.done());
    threads.advance(SECOND);
    assertThat(channel.ids()).containsExactly("e0", "e1", "e2", "e3", "e4", "e5", "e7");
  }

  @Test
  void whatIsNotAnsweredIsTriedAgainAndALateAnswerCountsForNothing() {
    ScriptedChannel channel = hanging("webhook.slow");
    Deliveries deliveries = start(channel);
    tell(deliveries, TestChanges.begun("e1", "gate"));
    threads.advance(ChannelWorker.PATIENCE.minusSeconds(1));
    assertThat(open).hasSize(1);
    threads.advance(Duration.ofMinutes(1));
    assertThat(open).hasSize(2);
    open.get(0).complete(DeliveryOutcome.never("too late"));
    threads.advance(SECOND);
    assertThat(deliveries.states().get(0).dead()).hasValue(0);
    assertThat(deliveries.states().get(0).pending()).hasValue(1);
    open.get(1).complete(DeliveryOutcome.done());
    threads.advance(SECOND);
    assertThat(deliveries.states().get(0).pending()).hasValue(0);
  }

  @Test
  void aFaultOfAChannelIsTriedAgainMoreAndMoreSeldomAndThenGivenUp() {
    ScriptedChannel thrown =
        new ScriptedChannel(
            "webhook.one",
            delivery -> {
              throw new IllegalStateException("a fault");
            });
    ScriptedChannel failed =
        new ScriptedChannel("webhook.two", delivery -> failedFuture(new ArithmeticException("x")));
    Deliveries deliveries = start(thrown, failed);
    tell(deliveries, TestChanges.begun("e1", "gate"));
    threads.advance(HOUR.dividedBy(2));
    assertThat(thrown.got.size()).isBetween(10, 20);
    assertThat(deliveries.states().get(1).pending()).hasValue(1);
    threads.advance(HOUR.multipliedBy(24));
    assertThat(thrown.got).hasSize(21);
    assertThat(failed.got).hasSize(21);
    assertThat(deliveries.states().get(0).dead()).hasValue(1);
    assertThat(deliveries.states().get(0).problem().orElseThrow()).contains("a fault");
    assertThat(deliveries.states().get(1).pending()).hasValue(0);
  }

  @Test
  void whileAChannelIsNotReadyAllWaitsAndNoAttemptCounts() {
    ScriptedChannel channel = done("mqtt");
    channel.ready = false;
    Deliveries deliveries = start(channel);
    tell(deliveries, TestChanges.begun("e1", "gate"));
    threads.advance(HOUR);
    assertThat(channel.got).isEmpty();
    assertThat(deliveries.states().get(0).ready()).isFalse();
    channel.ready = true;
    channel.wake.run();
    threads.advance(SECOND);
    assertThat(channel.ids()).containsExactly("e1");
    assertThat(channel.got.get(0).failures()).isZero();
  }

  @Test
  void theLatestThousandWaitAndTheOthersAreCounted() {
    ScriptedChannel channel = done("mqtt");
    channel.ready = false;
    Deliveries deliveries = start(channel);
    for (int i = 0; i < DeliveryWindow.MOST + 7; i++) {
      tell(deliveries, TestChanges.begun("e" + i, "gate"));
      threads.advance(Duration.ofMillis(1));
    }
    assertThat(deliveries.states().get(0).dropped()).isEqualTo(7);
    channel.ready = true;
    channel.wake.run();
    threads.advance(SECOND);
    assertThat(channel.ids()).hasSize(DeliveryWindow.MOST).startsWith("e7", "e8");
  }

  @Test
  void whatIsGivenUpIsListedAndCanBeTriedOnceMore() throws Exception {
    ScriptedChannel channel = failing("webhook.phone", DeliveryOutcome.never("410 Gone"));
    Deliveries deliveries = start(channel);
    tell(deliveries, TestChanges.begun("e1", "gate"));
    tell(deliveries, TestChanges.begun("e2", "gate"));
    threads.advance(SECOND);
    List<OutboxItem> dead = deliveries.dead(Optional.of("webhook.phone"), 10);
    assertThat(dead.stream().map(OutboxItem::event)).containsExactly("e2", "e1");
    assertThat(dead.get(0).dead().orElseThrow().why()).isEqualTo("410 Gone");
    assertThat(deliveries.dead(Optional.of("webhook.other"), 10)).isEmpty();
    assertThat(deliveries.dead(Optional.empty(), 1)).hasSize(1);
    assertThat(deliveries.find(dead.get(1).id())).contains(dead.get(1));
    assertThat(deliveries.retry("webhook.phone", Optional.of(dead.get(1).id()))).isEqualTo(1);
    assertThat(deliveries.retry("webhook.phone", Optional.of("none"))).isZero();
    assertThat(deliveries.retry("webhook.other", Optional.empty())).isZero();
    threads.advance(SECOND);
    assertThat(channel.ids()).containsExactly("e1", "e2", "e1");
    assertThat(channel.got.get(2).failures()).isZero();
    assertThat(channel.got.get(2).id()).isEqualTo(channel.got.get(0).id());
    assertThat(deliveries.retry("webhook.phone", Optional.empty())).isEqualTo(2);
  }

  @Test
  void whatIsErasedIsForgotten() {
    ScriptedChannel channel = done("mqtt");
    channel.ready = false;
    Deliveries deliveries = start(channel);
    tell(deliveries, TestChanges.begun("e1", "gate"));
    tell(deliveries, TestChanges.begun("e2", "yard"));
    deliveries.forget(event -> event.camera().equals(new Camera("gate")));
    threads.advance(SECOND);
    channel.ready = true;
    channel.wake.run();
    threads.advance(SECOND);
    assertThat(channel.ids()).containsExactly("e2");
  }

  @Test
  void aChannelThatBlocksDelaysNobody() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    ScriptedChannel blocking =
        new ScriptedChannel(
            "webhook.stuck",
            delivery -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return completedFuture(DeliveryOutcome.done());
            });
    ScriptedChannel other = done("mqtt");
    try (Deliveries deliveries =
        Deliveries.start(List.of(blocking, other), Optional.empty(), InstantSource.system())) {
      int number = 3 * DeliveryWindow.MOST;
      for (int i = 0; i < number; i++) {
        tell(deliveries, TestChanges.begun("e" + i, "gate"));
        if (i % 500 == 0) { // the other one keeps up
          long told = i + 1L;
          await()
              .atMost(Duration.ofMinutes(1))
              .until(() -> deliveries.states().get(1).delivered() == told);
        }
      }
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> deliveries.states().get(1).delivered() == number);
      assertThat(deliveries.states().get(0).delivered()).isZero();
      assertThat(deliveries.states().get(0).dropped()).isGreaterThan(DeliveryWindow.MOST / 2);
      assertThat(deliveries.states().get(1).dropped()).isZero();
    }
  }

  @Test
  void whatIsNoChangeOfAnEventIsRefused() {
    for (String line :
        List.of("", "{}", "[]", "{\"type\":\"new\",\"event\":null}", "{\"type\":1}")) {
      assertThatThrownBy(() -> ChangeText.read(line))
          .as(line)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
