package io.lynceus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.EventPage;
import io.lynceus.store.result.EventQuery;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoredEvent;
import io.lynceus.store.result.StoredResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store promises of events, with each database. */
abstract class EventsContract extends ResultStoreContract {
  private static final List<EventKind> KINDS =
      List.of(EventKind.ARRIVED, EventKind.LOITERING, EventKind.COUNT);

  @TempDir private Path copies;

  /** An event of the camera {@code yard} that goes on since that second. */
  static SceneEvent event(String id, int second) {
    return event(id, second, EventKind.ARRIVED, "yard", "person", Optional.of("drive"));
  }

  private static SceneEvent event(
      String id, int second, EventKind kind, String camera, String label, Optional<String> zone) {
    Instant at = START.plusSeconds(second);
    return new SceneEvent(
        id,
        kind,
        "usual",
        new Camera(camera),
        label,
        zone,
        at,
        at.plusSeconds(1),
        Optional.empty(),
        1,
        false,
        new BestStill(
            "r-" + id,
            TestResults.sha256(TestResults.file("r-" + id, 100)),
            at,
            0.75f,
            new Box(1, 2, 30.5f, 40),
            640,
            480));
  }

  private void put(SceneEvent... events) throws StoreException {
    store().events().put(List.of(events), Map.of());
  }

  private StoredEvent find(String id) throws StoreException {
    return store().events().find(id).orElseThrow();
  }

  private List<String> ids(EventQuery query) throws StoreException {
    List<String> ids = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      EventPage page = store().events().search(query.withCursor(cursor));
      assertThat(page.events()).hasSizeLessThanOrEqualTo(query.limit());
      page.events().forEach(event -> ids.add(event.event().id()));
      cursor = page.next();
    } while (cursor.isPresent());
    return ids;
  }

  @Test
  void anEventIsFoundAsItWas() throws Exception {
    SceneEvent event = event("e1", 1);
    SceneEvent other = event("e2", 2, EventKind.COUNT, "gate", "traffic light", Optional.empty());
    put(event, other);
    assertThat(find("e1")).isEqualTo(new StoredEvent(event, Optional.empty(), false, false));
    assertThat(find("e2").event()).isEqualTo(other);
    assertThat(store().events().find("e3")).isEmpty();
    assertSound();
  }

  @Test
  void anEventThatChangesStaysOneAndStaysSeen() throws Exception {
    SceneEvent event = event("e1", 1);
    put(event);
    store().events().mark(Optional.of("e1"), EventQuery.ALL, true, "guard");
    BestStill better = event("other", 9).best();
    SceneEvent later = event.seen(START.plusSeconds(60), 3, better).over();
    put(later);
    assertThat(ids(EventQuery.ALL)).containsExactly("e1");
    assertThat(find("e1").event()).isEqualTo(later);
    assertThat(find("e1").seen().orElseThrow().by()).isEqualTo("guard");
    assertThat(store().events().count(EventQuery.ALL.withOpen(true))).isZero();
  }

  @Test
  void itsBestStillHasAPictureIfTheStoreHas() throws Exception {
    put(event("e1", 1));
    assertThat(find("e1").hasThumbnail()).isFalse();
    add(TestResults.person("r-e1", START, "yard"));
    assertThat(find("e1").hasThumbnail()).isTrue();
    assertThat(find("e1").hasOriginal()).isTrue();
  }

  @Test
  void eachQueryFindsWhatFits() throws Exception {
    Random random = new Random(11);
    List<SceneEvent> all = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      SceneEvent event =
          event(
              "e" + i,
              random.nextInt(100_000),
              KINDS.get(random.nextInt(KINDS.size())),
              TestResults.any(random, TestResults.CAMERAS),
              TestResults.any(random, TestResults.LABELS),
              random.nextBoolean()
                  ? Optional.empty()
                  : Optional.of(TestResults.any(random, TestResults.ZONES)));
      all.add(random.nextBoolean() ? event : event.over());
    }
    Collections.shuffle(all, random);
    put(all.toArray(new SceneEvent[0]));
    EventQuery seven = EventQuery.ALL.withLimit(7);
    compare(all, seven, event -> true);
    compare(all, seven.withCamera("gate"), event -> event.camera().name().equals("gate"));
    compare(all, seven.withCamera("nowhere"), event -> false);
    compare(all, seven.withLabel("traffic light"), event -> event.label().startsWith("traffic"));
    compare(all, seven.withZone("door_1"), event -> event.zone().equals(Optional.of("door_1")));
    compare(all, seven.withKind(EventKind.COUNT), event -> event.kind() == EventKind.COUNT);
    compare(all, seven.withRule("usual"), event -> true);
    compare(all, seven.withRule("other"), event -> false);
    compare(all, seven.withOpen(true), event -> event.ended().isEmpty());
    compare(all, seven.withSeen(true), event -> false);
    Instant from = START.plusSeconds(20_000);
    Instant to = START.plusSeconds(70_000);
    compare(
        all,
        seven.withTimes(Optional.of(from), Optional.of(to)).withCamera("yard").withOpen(false),
        event ->
            !event.started().isBefore(from)
                && event.started().isBefore(to)
                && event.camera().name().equals("yard")
                && event.ended().isPresent());
    assertThatThrownBy(() -> store().events().search(seven.withCursor(Optional.of("?"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void compare(List<SceneEvent> all, EventQuery query, Predicate<SceneEvent> fits)
      throws StoreException {
    List<SceneEvent> expected = new ArrayList<>(all.stream().filter(fits).toList());
    List<String> found = ids(query);
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(expected.stream().map(SceneEvent::id).toList());
    Map<String, Instant> times = new HashMap<>();
    all.forEach(event -> times.put(event.id(), event.started()));
    assertThat(found.stream().map(times::get))
        .isSortedAccordingTo(Comparator.<Instant>naturalOrder().reversed());
    assertThat(store().events().count(query)).isEqualTo(expected.size());
  }

  @Test
  void oneEventOrManyAreMarkedAndUnmarked() throws Exception {
    put(event("e1", 1), event("e2", 2), event("e3", 3));
    assertThat(store().events().mark(Optional.of("e1"), EventQuery.ALL, true, "guard"))
        .isEqualTo(1);
    assertThat(store().events().mark(Optional.of("e1"), EventQuery.ALL, true, "other")).isZero();
    assertThat(find("e1").seen().orElseThrow().at()).isEqualTo(host.host().clock().instant());
    EventQuery early =
        EventQuery.ALL.withTimes(Optional.empty(), Optional.of(START.plusSeconds(3)));
    assertThat(store().events().mark(Optional.empty(), early, true, "")).isEqualTo(1);
    assertThat(ids(EventQuery.ALL.withSeen(false))).containsExactly("e3");
    assertThat(store().events().mark(Optional.of("e1"), EventQuery.ALL, false, "")).isEqualTo(1);
    assertThat(ids(EventQuery.ALL.withSeen(true))).containsExactly("e2");
    assertThat(store().events().mark(Optional.of("e9"), EventQuery.ALL, true, "")).isZero();
  }

  @Test
  void whatIsKnownOfCamerasOutlivesTheStore() throws Exception {
    add(TestResults.person("r1", START, "gate")); // a camera without anything is swept
    store().events().put(List.of(), Map.of("yard", new byte[] {1, 2}, "gate", new byte[] {3}));
    store().events().put(List.of(event("e1", 1)), Map.of("yard", new byte[] {4}));
    reopen(config());
    assertThat(store().events().presence())
        .containsOnlyKeys("yard", "gate")
        .containsEntry("yard", new byte[] {4});
    assertThat(ids(EventQuery.ALL)).containsExactly("e1");
  }

  @Test
  void eventsGoWithTheCameraThatIsErased() throws Exception {
    add(TestResults.person("r1", START, "yard"), TestResults.person("r2", START, "gate"));
    store()
        .events()
        .put(
            List.of(
                event("e1", 1),
                event("e2", 2, EventKind.ARRIVED, "gate", "person", Optional.empty()),
                event("e3", 3, EventKind.ARRIVED, "gate", "car", Optional.empty())),
            Map.of("yard", new byte[] {1}, "gate", new byte[] {2}));
    store().erase(camera("yard", Optional.empty()));
    assertThat(ids(EventQuery.ALL)).containsExactly("e3", "e2");
    assertThat(store().events().presence()).containsOnlyKeys("gate");
    store().erase(camera("gate", Optional.of("car")));
    assertThat(ids(EventQuery.ALL)).containsExactly("e2");
    assertThat(store().events().presence()).containsOnlyKeys("gate");
    store()
        .erase(
            new EraseCriteria(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(START),
                Optional.of(START.plusSeconds(3))));
    assertThat(ids(EventQuery.ALL)).isEmpty();
    assertSound();
  }

  @Test
  void anErasedEventDoesNotComeBackWithItsNextChange() throws Exception {
    put(event("e1", 1));
    store().erase(camera("yard", Optional.of("person")));
    store()
        .events()
        .put(List.of(event("e1", 1).over(), event("e2", 2)), Set.of("e2"), Map.of(), List.of());
    assertThat(ids(EventQuery.ALL)).containsExactly("e2");
    assertSound();
  }

  private static EraseCriteria camera(String name, Optional<String> label) {
    return new EraseCriteria(
        Optional.of(name), label, Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Test
  void eventsGoWhenTheResultsOfTheirCameraDo() throws Exception {
    reopen(keeping(config(), new Keep(Duration.ofDays(2), Duration.ofDays(1), Map.of())));
    put(event("e1", 1));
    host.advance(Duration.ofHours(25));
    put(event("e2", 2));
    host.advance(Duration.ofHours(25));
    await().atMost(PATIENCE).until(() -> ids(EventQuery.ALL).equals(List.of("e2")));
    assertSound();
  }

  @Test
  void pictureRuleEventsKeepsThePicturesThatShowOne() throws Exception {
    add(shows("r1", Optional.of(true)), shows("r2", Optional.of(false)));
    add(shows("r3", Optional.empty()));
    assertThat(store().find("r1").orElseThrow().hasOriginal()).isTrue();
    assertThat(store().find("r2").orElseThrow().hasOriginal()).isFalse();
    assertThat(store().find("r3").orElseThrow().hasOriginal()).isTrue();
    assertThat(files()).hasSize(4);
    reopen(with(config(), PictureRule.ALL, StoreConfig.USUAL_BYTES));
    add(shows("r4", Optional.of(false)));
    assertThat(store().find("r4").orElseThrow().hasOriginal()).isTrue();
  }

  private static StoredResult shows(String uid, Optional<Boolean> event) {
    StoredResult made = TestResults.person(uid, START, "yard");
    return new StoredResult(made.facts(), made.original(), made.thumbnail(), event);
  }

  @Test
  void aBackupHasTheEvents() throws Exception {
    if (config().url().isPresent()) {
      return; // PostgreSQL has tools of its own
    }
    put(event("e1", 1));
    Path copy = copies.resolve("copy");
    store().backup(copy);
    try (ResultStore restored = ResultStore.open(StoreConfig.of(copy))) {
      assertThat(restored.events().find("e1")).isPresent();
    }
  }
}
