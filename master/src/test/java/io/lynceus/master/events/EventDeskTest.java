package io.lynceus.master.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.delivery.Deliveries;
import io.lynceus.master.delivery.Delivery;
import io.lynceus.master.delivery.DeliveryOutcome;
import io.lynceus.master.delivery.EventChannel;
import io.lynceus.master.outlets.GivenReply;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
import io.lynceus.model.FloatVector;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.StillTime;
import io.lynceus.model.Reply.TimeSource;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.cameras.SceneStatistics;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.event.EventRule;
import io.lynceus.scene.event.EventsConfig;
import io.lynceus.scene.event.Situation;
import io.lynceus.scene.health.Conditions;
import io.lynceus.scene.presence.Presence;
import io.lynceus.scene.watch.Watches;
import io.lynceus.store.EventStore;
import io.lynceus.store.ResultStore;
import io.lynceus.store.StoreConfig;
import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.EventQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventDeskTest {
  private static final Camera GATE = new Camera("gate");
  private static final Detection PERSON =
      Detection.labelled("person", 0.9f, new Box(100, 100, 40, 90));

  @TempDir private Path folder;

  private final List<EventChange> told = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-30T12:00:00Z");
  private Map<String, Optional<Integer>> counts = Map.of();
  private int number;
  private int ids;

  private EventDesk desk(Optional<EventStore> store) {
    return desk(store, Deliveries.start(List.of(), Optional.empty(), () -> now));
  }

  private EventDesk desk(Optional<EventStore> store, Deliveries deliveries) {
    return new EventDesk(
        new Presence(ZoneOffset.UTC, () -> "e" + ids++),
        new HealthDesk(
            new Conditions(ZoneOffset.UTC, () -> "h" + ids++),
            new WatchDesk(new Watches(ZoneOffset.UTC, () -> "w" + ids++))),
        () -> now,
        store,
        told::add,
        deliveries);
  }

  private GivenReply still(Optional<Camera> camera, UnitReply objects) {
    return still(camera, Map.of(Analysis.OBJECTS, objects));
  }

  private GivenReply still(Optional<Camera> camera, Map<Analysis, UnitReply> analyses) {
    UnitReply objects = analyses.get(Analysis.OBJECTS);
    number++;
    now = now.plusSeconds(10);
    Reply reply =
        new Reply(
            "r" + number,
            Optional.empty(),
            objects.outcome() == Outcome.OK ? Status.COMPLETE : Status.PARTIAL,
            Optional.empty(),
            Optional.of(
                new ImageInfo(ImageFormat.JPEG, 640, 480, 1000, String.format("%064x", number))),
            new StillInfo(
                camera,
                Optional.of(new StillTime(now.atOffset(ZoneOffset.UTC), TimeSource.OPTION))),
            new Results(counts, analyses),
            Optional.empty());
    return new GivenReply(Ask.DEFAULT, reply, Optional.empty(), Optional.empty());
  }

  private static UnitReply found(Detection... boxes) {
    return UnitReply.ok(Findings.ofDetections("m", List.of(boxes)));
  }

  private Optional<Boolean> hear(EventDesk desk, Detection... boxes) {
    return desk.hear(still(Optional.of(GATE), found(boxes)));
  }

  @Test
  void whatTwoStillsShowIsAnEventThatIsTold() {
    EventDesk desk = desk(Optional.empty());
    assertThat(hear(desk, PERSON)).contains(true);
    assertThat(told).isEmpty();
    assertThat(hear(desk, PERSON)).contains(true);
    assertThat(told).hasSize(1);
    assertThat(told.get(0).event().camera()).isEqualTo(GATE);
    assertThat(told.get(0).event().best().box()).isEqualTo(PERSON.box());
    assertThat(hear(desk, PERSON)).contains(false);
  }

  @Test
  void stillsOfNoCameraAndThoseWithoutObjectsAreNotJudged() {
    EventDesk desk = desk(Optional.empty());
    for (int i = 0; i < 3; i++) {
      assertThat(desk.hear(still(Optional.empty(), found(PERSON)))).isEmpty();
      assertThat(
              desk.hear(
                  still(Optional.of(GATE), UnitReply.without(Outcome.TIMEOUT, "no time was left"))))
          .isEmpty();
    }
    assertThat(told).isEmpty();
  }

  @Test
  void whatIsMaskedIsNoEvent() {
    EventDesk desk = desk(Optional.empty());
    for (int i = 0; i < 5; i++) {
      assertThat(hear(desk, PERSON.withMarks(Marks.masked("tree")))).contains(false);
    }
    assertThat(told).isEmpty();
  }

  @Test
  void whereEventsAreOffNothingIsJudged() {
    EventDesk desk = desk(Optional.empty());
    EventsConfig usual = EventsConfig.USUAL;
    desk.settings(
        CameraSet.NONE.withEvents(
            new EventsConfig(
                false,
                usual.minStills(),
                usual.absentStills(),
                usual.absentTime(),
                usual.cooldown(),
                List.of(),
                List.of())));
    for (int i = 0; i < 5; i++) {
      assertThat(hear(desk, PERSON)).isEmpty();
    }
    assertThat(told).isEmpty();
  }

  @Test
  void afterARestartWhatWasThereIsStillThere() throws Exception {
    try (ResultStore store = ResultStore.open(StoreConfig.of(folder))) {
      try (EventDesk desk = desk(Optional.of(store.events()))) {
        for (int i = 0; i < 5; i++) {
          hear(desk, PERSON);
        }
      }
      EventDesk next = desk(Optional.of(store.events()));
      for (int i = 0; i < 5; i++) {
        hear(next, PERSON);
      }
      assertThat(told).hasSize(1);
      for (int i = 0; i < 10; i++) {
        hear(next);
      }
      assertThat(told).hasSize(2);
      assertThat(store.events().search(EventQuery.ALL.withOpen(false)).events()).hasSize(1);
    }
  }

  @Test
  void aMasterThatIsKilledKnowsItsEventsAllTheSame() throws Exception {
    try (ResultStore store = ResultStore.open(StoreConfig.of(folder))) {
      EventDesk killed = desk(Optional.of(store.events()));
      hear(killed, PERSON);
      hear(killed, PERSON); // the event, and what is known with it, are written at once
      EventDesk next = desk(Optional.of(store.events()));
      for (int i = 0; i < 5; i++) {
        hear(next, PERSON);
      }
      assertThat(told).hasSize(1);
    }
  }

  @Test
  void aStoreThatFailsHoldsUpNoEvent() throws Exception {
    ResultStore closed = ResultStore.open(StoreConfig.of(folder.resolve("closed")));
    EventDesk desk = desk(Optional.of(closed.events()));
    closed.close();
    for (int i = 0; i < 3; i++) {
      hear(desk, PERSON);
    }
    assertThat(told).hasSize(1);
    desk.close();
  }

  @Test
  void aCameraThatIsForgottenBeginsAnew() {
    EventDesk desk = desk(Optional.empty());
    for (int i = 0; i < 3; i++) {
      hear(desk, PERSON);
    }
    desk.forget(erased(Optional.of("gate"), Optional.empty()));
    for (int i = 0; i < 3; i++) {
      hear(desk, PERSON);
    }
    assertThat(told).hasSize(2);
  }

  private static EraseCriteria erased(Optional<String> camera, Optional<Instant> to) {
    return new EraseCriteria(camera, Optional.empty(), Optional.empty(), Optional.empty(), to);
  }

  @Test
  void anEventThatWasErasedBeforeTheStoreHadItIsNotToldToChannels() throws Exception {
    List<String> delivered = new CopyOnWriteArrayList<>();
    AtomicBoolean ready = new AtomicBoolean();
    AtomicReference<Runnable> wake = new AtomicReference<>(() -> {});
    EventChannel channel =
        new EventChannel() {
          @Override
          public String name() {
            return "webhook.phone";
          }

          @Override
          public boolean wants(EventChange change) {
            return true;
          }

          @Override
          public void opened(Runnable awake) {
            wake.set(awake);
          }

          @Override
          public boolean ready() {
            return ready.get();
          }

          @Override
          public CompletionStage<DeliveryOutcome> deliver(Delivery delivery) {
            delivered.add(delivery.change().event().camera().name());
            return CompletableFuture.completedFuture(DeliveryOutcome.done());
          }
        };
    ResultStore closed = ResultStore.open(StoreConfig.of(folder.resolve("closed")));
    try (Deliveries deliveries = Deliveries.start(List.of(channel), Optional.empty(), () -> now)) {
      EventDesk desk = desk(Optional.of(closed.events()), deliveries);
      closed.close();
      for (int i = 0; i < 3; i++) {
        hear(desk, PERSON);
      }
      desk.forget(erased(Optional.empty(), Optional.of(now)));
      Camera yard = new Camera("yard");
      for (int i = 0; i < 3; i++) {
        var unused = desk.hear(still(Optional.of(yard), found(PERSON)));
      }
      assertThat(told).hasSize(2);
      ready.set(true);
      Objects.requireNonNull(wake.get()).run();
      Awaitility.await().until(() -> deliveries.states().get(0).delivered() > 0);
      assertThat(delivered).containsExactly("yard");
      desk.close();
    }
  }

  /** The measures of a still; {@code detail} is 1 of an ordinary one, and 0 of a cover. */
  private UnitReply scene(double detail) {
    Random view = new Random(1);
    float[] outline = new float[SceneStatistics.OUTLINE_WIDTH * SceneStatistics.OUTLINE_HEIGHT];
    for (int i = 0; i < outline.length; i++) {
      outline[i] = (float) (view.nextInt(6) == 0 ? detail * 150 : 5);
    }
    return UnitReply.ok(
        new SceneStatistics(
                100,
                40,
                0,
                0,
                30,
                new FloatVector(outline),
                cells(10 * detail),
                cells(8 * detail),
                cells(1000 + number))
            .toFindings());
  }

  private static FloatVector cells(double value) {
    float[] cells = new float[SceneStatistics.CELLS * SceneStatistics.CELLS];
    Arrays.fill(cells, (float) value);
    return new FloatVector(cells);
  }

  private void see(EventDesk desk, double detail, Detection... boxes) {
    var unused =
        desk.hear(
            still(
                Optional.of(GATE),
                Map.of(Analysis.OBJECTS, found(boxes), SceneStatistics.ANALYSIS, scene(detail))));
  }

  private List<String> kinds() {
    return told.stream()
        .map(change -> change.type().key() + " " + change.event().kind().key())
        .toList();
  }

  @Test
  void whoStoodBeforeACoveredCameraHasNotLeft() {
    EventDesk desk = desk(Optional.empty());
    for (int i = 0; i < 12; i++) {
      see(desk, 1, PERSON);
    }
    for (int i = 0; i < 30; i++) {
      see(desk, 0);
    }
    for (int i = 0; i < 5; i++) {
      see(desk, 1, PERSON);
    }

    assertThat(kinds()).containsExactly("new arrived", "new covered", "end covered");
    for (int i = 0; i < 30; i++) {
      see(desk, 1);
    }
    assertThat(kinds()).endsWith("end arrived");
  }

  @Test
  void whoCountsHearsOfEachReplyAndWhetherTheCameraSees() {
    EventDesk desk = desk(Optional.empty());
    List<Boolean> hidden = new ArrayList<>();
    desk.counting((given, hides) -> hidden.add(hides));
    for (int i = 0; i < 12; i++) {
      see(desk, 1, PERSON);
    }
    assertThat(hidden).hasSize(12).containsOnly(false);
    for (int i = 0; i < 5; i++) {
      see(desk, 0);
    }
    assertThat(hidden.subList(12, 17)).containsOnly(true);
  }

  private static CameraSet rules(EventRule... rules) {
    EventsConfig usual = EventsConfig.USUAL;
    return CameraSet.NONE.withEvents(
        new EventsConfig(
            true,
            usual.minStills(),
            usual.absentStills(),
            usual.absentTime(),
            usual.cooldown(),
            List.of(),
            List.of(rules)));
  }

  @Test
  void theRuleCalledHealthSaysWhoIsToldOfIt() {
    EventDesk desk = desk(Optional.empty());
    EventRule health =
        new EventRule(
            EventsConfig.HEALTH,
            Set.of(),
            Set.of(),
            EventRule.USUAL_LABELS,
            OptionalInt.empty(),
            List.of(),
            Optional.of(Set.of("log", "webhook.guard")));
    desk.settings(rules(health));
    assertThat(desk.ruleOf("health").log()).isTrue();
    assertThat(desk.ruleOf("health").tells("webhook.phone")).isFalse();
    for (int i = 0; i < 3; i++) {
      hear(desk, PERSON);
    }
    assertThat(kinds()).containsExactly("new arrived"); // by the usual rule
    desk.settings(rules());
    assertThat(desk.ruleOf("health").log()).isFalse();
    assertThat(desk.ruleOf("health").tells("webhook.phone")).isTrue();
  }

  @Test
  void aBagIsLeftOnlyWherePersonsWereCounted() {
    EventRule left =
        new EventRule(
            "left",
            Set.of(),
            Set.of(),
            EventRule.BAGS,
            OptionalInt.empty(),
            List.of(),
            Optional.of(new Situation.Unattended(Duration.ofMinutes(1))),
            Optional.empty());
    EventDesk desk = desk(Optional.empty());
    desk.settings(rules(left));
    Detection bag = Detection.labelled("suitcase", 0.8f, new Box(300, 300, 40, 50));
    for (int i = 0; i < 30; i++) {
      hear(desk, bag); // counts are empty: no network that knows persons
    }
    counts = Map.of("person", Optional.empty());
    for (int i = 0; i < 30; i++) {
      hear(desk, bag);
    }
    assertThat(told).isEmpty();
    counts = Map.of("Person", Optional.of(0));
    for (int i = 0; i < 7; i++) {
      hear(desk, bag);
    }
    assertThat(kinds()).containsExactly("new unattended");
  }

  @Test
  void theHealthOfACameraSurvivesARestart() throws Exception {
    try (ResultStore store = ResultStore.open(StoreConfig.of(folder))) {
      EventDesk killed = desk(Optional.of(store.events()));
      for (int i = 0; i < 12; i++) {
        see(killed, 1);
      }
      for (int i = 0; i < 5; i++) {
        see(killed, 0);
      }
      EventDesk next = desk(Optional.of(store.events()));
      for (int i = 0; i < 5; i++) {
        see(next, 1);
      }

      assertThat(kinds()).containsExactly("new covered", "end covered");
      assertThat(store.events().search(EventQuery.ALL.withOpen(false)).events()).hasSize(1);
    }
  }

  @Test
  void aViewIsAcceptedOnceStillsWereJudged() {
    EventDesk desk = desk(Optional.empty());
    assertThat(desk.accept(GATE)).isFalse();
    for (int i = 0; i < 12; i++) {
      see(desk, 1);
    }
    for (int i = 0; i < 5; i++) {
      see(desk, 0);
    }

    assertThat(desk.accept(GATE)).isTrue();

    assertThat(kinds()).containsExactly("new covered", "end covered");
  }

  @Test
  void aPresenceOfAnOlderStoreIsRead() throws Exception {
    byte[] presence = {1, 2, 3};
    assertThat(CameraState.of(presence).presence()).contains(presence);
    CameraState both =
        CameraState.of(
            new CameraState(
                    Optional.of(presence), Optional.of(new byte[] {7}), Optional.of(new byte[] {8}))
                .toBytes());
    assertThat(both.presence().orElseThrow()).containsExactly(1, 2, 3);
    assertThat(both.health().orElseThrow()).containsExactly(7);
  }
}
