package io.lynceus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.event.SceneEvent;
import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.EventQuery;
import io.lynceus.store.result.OutboxItem;
import io.lynceus.store.result.OutboxItem.Dead;
import io.lynceus.store.result.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the store promises of what channels have to be told, with each database. */
abstract class OutboxContract extends EventsContract {
  private static final String PHONE = "webhook.phone";
  private static final String MQTT = "mqtt";

  static OutboxItem item(long seq, String channel, SceneEvent event) {
    return new OutboxItem(
        seq,
        event.id() + "-" + seq,
        channel,
        event.camera().name(),
        event.id(),
        "{\"type\":\"new\",\"nul\":\"a\\u0000ü\"}",
        START,
        0,
        START,
        Optional.empty());
  }

  private void put(SceneEvent event, OutboxItem... items) throws StoreException {
    store().events().put(List.of(event), Set.of(event.id()), Map.of(), List.of(items));
  }

  private List<Long> pending(String channel, long after, int limit) throws StoreException {
    return store().outbox().pending(channel, after, limit).stream().map(OutboxItem::seq).toList();
  }

  private List<Long> dead(String channel) throws StoreException {
    return store().outbox().dead(channel, Long.MAX_VALUE, 100).stream()
        .map(OutboxItem::seq)
        .toList();
  }

  @Test
  void whatHasToBeToldComesWithItsEventAndOutlivesTheStore() throws Exception {
    SceneEvent event = event("e1", 1);
    OutboxItem first = item(7, PHONE, event);
    put(event, first, item(8, MQTT, event), item(9, PHONE, event));
    reopen(config());
    assertThat(store().outbox().pending(PHONE, 0, 10)).hasSize(2).first().isEqualTo(first);
    assertThat(pending(PHONE, 7, 10)).containsExactly(9L);
    assertThat(pending(PHONE, 0, 1)).containsExactly(7L);
    assertThat(pending(MQTT, 0, 10)).containsExactly(8L);
    assertThat(store().outbox().countPending(PHONE)).isEqualTo(2);
    assertThat(store().outbox().latest()).isEqualTo(9);
    assertThat(store().outbox().find(first.id())).contains(first);
    assertSound();
  }

  @Test
  void anEventAndWhatHasToBeToldOfItAreWrittenTogetherOrNotAtAll() throws Exception {
    SceneEvent event = event("e1", 1);
    put(event, item(7, PHONE, event));
    SceneEvent other = event("e2", 2);
    assertThatThrownBy(() -> put(other, item(8, PHONE, other), item(7, PHONE, other)))
        .isInstanceOf(StoreException.class);
    reopen(config());
    assertThat(store().events().find("e2")).isEmpty();
    assertThat(pending(PHONE, 0, 10)).containsExactly(7L);
  }

  @Test
  void whatArrivedGoesAndWhatFailedIsTriedAgainOrGivenUp() throws Exception {
    SceneEvent event = event("e1", 1);
    OutboxItem second = item(2, PHONE, event);
    OutboxItem third = item(3, PHONE, event);
    put(event, item(1, PHONE, event), second, third);
    OutboxItem later = second.again(START.plusSeconds(5));
    OutboxItem given = third.givenUp(START.plusSeconds(6), "410 Gone");
    store().outbox().settle(List.of(1L), List.of(later, given));
    assertThat(store().outbox().pending(PHONE, 0, 10)).containsExactly(later);
    assertThat(later.attempts()).isEqualTo(1);
    assertThat(store().outbox().dead(PHONE, 4, 10)).containsExactly(given);
    assertThat(store().outbox().dead(PHONE, 3, 10)).isEmpty();
    assertThat(store().outbox().countDead(PHONE)).isEqualTo(1);
    OutboxItem anew = given.anew(START.plusSeconds(60));
    store().outbox().settle(List.of(), List.of(anew));
    assertThat(store().outbox().pending(PHONE, 0, 10)).containsExactly(later, anew);
    store().outbox().settle(List.of(2L), List.of());
    store().outbox().settle(List.of(), List.of(later)); // it is gone, and stays so
    assertThat(pending(PHONE, 0, 10)).containsExactly(3L);
    assertSound();
  }

  @Test
  void itGoesWithItsEvent() throws Exception {
    SceneEvent event = event("e1", 1);
    SceneEvent other = event("e2", 2);
    put(event, item(1, PHONE, event), item(2, PHONE, event));
    store().outbox().settle(List.of(), List.of(item(2, PHONE, event).givenUp(START, "x")));
    put(other, item(3, PHONE, other));
    store()
        .erase(
            new EraseCriteria(
                Optional.of("yard"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(START.plusSeconds(2))));
    assertThat(store().events().count(EventQuery.ALL)).isEqualTo(1);
    assertThat(pending(PHONE, 0, 10)).containsExactly(3L);
    assertThat(dead(PHONE)).isEmpty();
    OutboxItem fifth = item(5, PHONE, other);
    assertThat(
            store()
                .events()
                .put(
                    List.of(event.over()),
                    Set.of(),
                    Map.of(),
                    List.of(item(4, PHONE, event), fifth)))
        .containsExactly(fifth);
    assertThat(pending(PHONE, 0, 10)).containsExactly(3L, 5L);
    assertSound();
  }

  @Test
  void whatWaitsForChannelsThatAreGoneIsGivenUp() throws Exception {
    SceneEvent event = event("e1", 1);
    put(event, item(1, PHONE, event), item(2, MQTT, event), item(3, PHONE, event));
    assertThat(store().outbox().giveUpOthers(Set.of(MQTT, "webhook.new"), START, "gone"))
        .isEqualTo(2);
    assertThat(pending(MQTT, 0, 10)).containsExactly(2L);
    assertThat(pending(PHONE, 0, 10)).isEmpty();
    assertThat(dead(PHONE)).containsExactly(3L, 1L);
    assertThat(store().outbox().dead(PHONE, Long.MAX_VALUE, 1).get(0).dead())
        .contains(new Dead(START, "gone"));
  }

  @Test
  void theOldestGoBeyondANumber() throws Exception {
    SceneEvent event = event("e1", 1);
    put(
        event,
        LongStream.rangeClosed(1, 10)
            .mapToObj(seq -> item(seq, PHONE, event))
            .toArray(OutboxItem[]::new));
    assertThat(store().outbox().trim(PHONE, false, 10)).isZero();
    assertThat(store().outbox().trim(PHONE, false, 8)).isEqualTo(2);
    assertThat(store().outbox().trim(PHONE, true, 0)).isZero();
    assertThat(pending(PHONE, 0, 3)).containsExactly(3L, 4L, 5L);
    store().outbox().giveUpOthers(Set.of(), START, "gone");
    assertThat(store().outbox().trim(PHONE, true, 1)).isEqualTo(7);
    assertThat(dead(PHONE)).containsExactly(10L);
  }
}
