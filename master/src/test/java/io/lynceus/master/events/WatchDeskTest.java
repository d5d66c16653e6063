package io.lynceus.master.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.delivery.Deliveries;
import io.lynceus.master.outlets.GivenReply;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.AskCheck;
import io.lynceus.model.Camera;
import io.lynceus.model.Findings;
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
import io.lynceus.model.watch.RegionPatch;
import io.lynceus.model.watch.WatchKind;
import io.lynceus.model.watch.WatchRegion;
import io.lynceus.model.watch.WatchState;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.WatchConfig;
import io.lynceus.scene.health.Conditions;
import io.lynceus.scene.presence.Presence;
import io.lynceus.scene.watch.Watches;
import io.lynceus.store.ResultStore;
import io.lynceus.store.StoreConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watches from replies to events, with the health of their camera. */
class WatchDeskTest {
  private static final Camera GATE = new Camera("gate");
  private static final WatchRegion REGION = new WatchRegion(0.4, 0.4, 0.2, 0.2);
  private static final WatchConfig BIN = WatchConfig.of("bin", "gate", REGION, WatchKind.PRESENT);
  private static final UnitReply LOST = UnitReply.without(Outcome.NO_SLAVE, "no slave has it");
  private static final int THING = 1;
  private static final int NOTHING = 2;

  @TempDir private Path folder;
  private final List<EventChange> told = new ArrayList<>();
  private final List<Optional<Boolean>> wrong = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-30T12:00:00Z");
  private int number;
  private Ask ask = Ask.DEFAULT;
  private boolean asksForRegions = true;
  private HealthDesk health;
  private EventDesk desk;

  @BeforeEach
  void begin() {
    begin(Optional.empty());
  }

  private void begin(Optional<ResultStore> store) {
    WatchDesk watches = new WatchDesk(new Watches(ZoneOffset.UTC, () -> "w" + number));
    watches.told((camera, each) -> wrong.add(each.get("bin")));
    health = new HealthDesk(new Conditions(ZoneOffset.UTC, () -> "h" + number), watches);
    desk =
        new EventDesk(
            new Presence(ZoneOffset.UTC, () -> "e" + number),
            health,
            () -> now,
            store.map(ResultStore::events),
            told::add,
            Deliveries.start(List.of(), Optional.empty(), () -> now));
    desk.settings(CameraSet.NONE.withWatches(List.of(BIN)));
  }

  /** An ordinary view, or with detail 0 a cover. */
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

  private static UnitReply region(int what) {
    Random edges = new Random(what);
    float[] cells = new float[32 * 32];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = edges.nextInt(5) == 0 ? 150 : 10;
    }
    return UnitReply.ok(
        Findings.NONE.withVectors(
            List.of(new RegionPatch(24, 24, 4, 900, new FloatVector(cells)).toVector())));
  }

  private void see(UnitReply objects, UnitReply scene, UnitReply region) {
    number++;
    now = now.plusSeconds(30);
    Map<Analysis, UnitReply> analyses = new LinkedHashMap<>();
    analyses.put(Analysis.OBJECTS, objects);
    analyses.put(SceneStatistics.ANALYSIS, scene);
    if (asksForRegions) {
      analyses.put(RegionPatch.ANALYSIS, region);
    }
    Reply reply =
        new Reply(
            "r" + number,
            Optional.empty(),
            Status.COMPLETE,
            Optional.empty(),
            Optional.of(
                new ImageInfo(ImageFormat.JPEG, 640, 480, 1000, String.format("%064x", number))),
            new StillInfo(
                Optional.of(GATE),
                Optional.of(new StillTime(now.atOffset(ZoneOffset.UTC), TimeSource.OPTION))),
            new Results(Map.of(), analyses),
            Optional.empty());
    var unused =
        desk.hear(
            new GivenReply(
                ask.withOption(RegionPatch.OPTION, REGION.text()),
                reply,
                Optional.empty(),
                Optional.empty()));
  }

  private void see(int what, int stills) {
    for (int i = 0; i < stills; i++) {
      see(UnitReply.ok(Findings.ofDetections("m", List.of())), scene(1), region(what));
    }
  }

  private WatchState state() {
    return health.watches(now).get(0).state();
  }

  private List<String> kinds() {
    return told.stream()
        .map(change -> change.type().key() + " " + change.event().kind().key())
        .toList();
  }

  @Test
  void whatIsTakenIsAnEventAndToldToWhoWantsToKnow() {
    see(THING, 20);
    assertThat(state()).isEqualTo(WatchState.PRESENT);
    assertThat(wrong).endsWith(Optional.of(false));
    see(NOTHING, 3);
    assertThat(state()).isEqualTo(WatchState.MISSING);
    assertThat(wrong).endsWith(Optional.of(true));
    assertThat(kinds()).containsExactly("new watch.missing");
    see(THING, 3);
    assertThat(kinds()).containsExactly("new watch.missing", "end watch.missing");
  }

  @Test
  void aCoveredCameraMakesItUnknownAndNeverMissing() {
    see(THING, 20);
    for (int i = 0; i < 10; i++) {
      see(UnitReply.ok(Findings.ofDetections("m", List.of())), scene(0), region(NOTHING));
      assertThat(state()).isNotEqualTo(WatchState.MISSING);
    }
    assertThat(state()).isEqualTo(WatchState.UNKNOWN);
    assertThat(health.watches(now).get(0).reason()).contains("covered");
    assertThat(kinds()).containsExactly("new covered");
  }

  @Test
  void withoutSlavesItIsUnknownAndNeverMissing() {
    see(THING, 20);
    for (int i = 0; i < 10; i++) {
      see(LOST, LOST, LOST);
    }
    assertThat(state()).isEqualTo(WatchState.UNKNOWN);
    assertThat(wrong).endsWith(Optional.<Boolean>empty());
    see(THING, 10);
    assertThat(state()).isEqualTo(WatchState.PRESENT);
    for (int i = 0; i < 10; i++) {
      see(LOST, scene(1), region(NOTHING));
    }
    assertThat(state())
        .as("nobody knows whether somebody stands before it")
        .isEqualTo(WatchState.UNKNOWN);
    assertThat(kinds()).isEmpty();
  }

  @Test
  void howItLooksSurvivesARestart() throws Exception {
    try (ResultStore store = ResultStore.open(StoreConfig.of(folder))) {
      begin(Optional.of(store));
      see(THING, 20);
      desk.close();
      begin(Optional.of(store));
      see(NOTHING, 3);
      assertThat(state()).isEqualTo(WatchState.MISSING);
      assertThat(kinds()).containsExactly("new watch.missing");
    }
  }

  @Test
  void aViewThatIsAcceptedIsLearntAnew() {
    see(THING, 20);
    see(NOTHING, 3);
    assertThat(desk.accept(GATE)).isTrue();
    assertThat(kinds()).containsExactly("new watch.missing", "end watch.missing");
    see(NOTHING, 20);
    assertThat(state()).isEqualTo(WatchState.PRESENT);
  }

  /** Where only dogs were looked for, nobody can say that no person stands before it. */
  @Test
  void whatWasNotLookedForIsNotSaidToBeAbsent() {
    see(THING, 20);
    ask = Ask.DEFAULT.withOption(AskCheck.LABELS, "dog");
    see(NOTHING, 10);
    assertThat(state()).isEqualTo(WatchState.UNKNOWN);
    assertThat(kinds()).isEmpty();
  }

  @Test
  void aStillOfAClientThatAsksForOtherThingsIsNoEvidence() {
    see(THING, 20);
    for (int i = 0; i < 3; i++) {
      see(NOTHING, 1);
      asksForRegions = false;
      see(NOTHING, 1);
      asksForRegions = true;
    }
    assertThat(state()).isEqualTo(WatchState.MISSING);
  }

  /** Nothing was measured of its health, so that nobody can say what is accepted. */
  @Test
  void whatIsNotKnownIsNotAccepted() {
    assertThat(desk.accept(GATE)).isFalse();
  }
}
