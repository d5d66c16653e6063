package io.lynceus.scene.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.FloatVector;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.watch.RegionPatch;
import io.lynceus.model.watch.WatchKind;
import io.lynceus.model.watch.WatchRegion;
import io.lynceus.model.watch.WatchState;
import io.lynceus.model.watch.WatchStatus;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.WatchConfig;
import io.lynceus.scene.camera.WatchConfig.Decision;
import io.lynceus.scene.health.Light;
import io.lynceus.scene.presence.Still.Found;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A region of a camera whose stills there never were. */
class WatchesTest {
  private static final Camera GATE = new Camera("gate");
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final WatchRegion REGION = new WatchRegion(0.4, 0.4, 0.2, 0.2);
  private static final int SIDE = RegionPatch.CELLS;
  private static final int MARGIN = 6;
  private static final int THING = 1;
  private static final int NOTHING = 2;

  private Watches watches = new Watches(ZoneOffset.UTC, () -> "e");
  private final List<EventChange> told = new ArrayList<>();
  private int number;

  private void watch(WatchConfig config) {
    watches.settings(CameraSet.NONE.withWatches(List.of(config)));
  }

  private static WatchConfig config(WatchKind kind, Optional<String> label, Duration lasts) {
    return new WatchConfig(
        "bin", "gate", REGION, kind, label, 8, Decision.USUAL, lasts, Set.of("person", "car"));
  }

  private void watch(WatchKind kind) {
    watch(config(kind, Optional.empty(), Duration.ZERO));
  }

  /** What the region shows: other edges for each number, shifted, and with some noise. */
  private RegionPatch patch(int what, int dx, int dy) {
    int across = SIDE + 2 * MARGIN;
    Random noise = new Random(number);
    float[] cells = new float[across * across];
    for (int y = 0; y < across; y++) {
      for (int x = 0; x < across; x++) {
        long seed = 31L * what + 1009L * ((x - dx + 99) / 2) + 9176L * ((y - dy + 99) / 2);
        cells[y * across + x] =
            new Random(seed).nextInt(5) == 0 ? 150 : 20 + 10 * noise.nextFloat();
      }
    }
    return new RegionPatch(SIDE, SIDE, MARGIN, 500, new FloatVector(cells));
  }

  private static Found found(String label, double x, double y, double width, double height) {
    Box box =
        new Box(
            (float) (1000 * x),
            (float) (1000 * y),
            (float) (1000 * width),
            (float) (1000 * height));
    return new Found(label, 0.9f, box, List.of(), true);
  }

  private WatchState hear(
      Optional<Light> light, Optional<List<Found>> objects, Optional<RegionPatch> patch) {
    number++;
    Instant time = START.plusSeconds(10L * number);
    BestStill still =
        new BestStill("i" + number, "0".repeat(64), time, 1, new Box(0, 0, 9, 9), 1000, 1000);
    told.addAll(
        watches.hear(
            GATE,
            new WatchStill(
                still, light, objects, patch.map(p -> Map.of(REGION, p)).orElse(Map.of()))));
    return state();
  }

  private WatchState state() {
    return status().state();
  }

  private WatchStatus status() {
    return watches.status().get(0);
  }

  private WatchState see(int what) {
    return hear(Optional.of(Light.DAY), Optional.of(List.of()), Optional.of(patch(what, 0, 0)));
  }

  private void see(int what, int stills) {
    for (int i = 0; i < stills; i++) {
      see(what);
    }
  }

  private List<String> kinds() {
    return told.stream()
        .map(change -> change.type().key() + " " + change.event().kind().key())
        .toList();
  }

  @Test
  void whatIsTakenAwayIsMissingAfterThreeStillsAndPresentAgainWhenItIsBack() {
    watch(WatchKind.PRESENT);
    assertThat(state()).isEqualTo(WatchState.UNKNOWN);
    see(THING, 10);
    assertThat(state()).isEqualTo(WatchState.PRESENT);
    assertThat(see(NOTHING)).isEqualTo(WatchState.PRESENT);
    assertThat(see(NOTHING)).isEqualTo(WatchState.PRESENT);
    assertThat(see(NOTHING)).isEqualTo(WatchState.MISSING);

    assertThat(status().stills())
        .extracting(each -> each.image())
        .containsExactly("i11", "i12", "i13");
    assertThat(status().problem()).contains(true);
    assertThat(status().since()).contains(START.plusSeconds(110));
    see(THING, 3);
    assertThat(state()).isEqualTo(WatchState.PRESENT);
    assertThat(kinds()).containsExactly("new watch.missing", "end watch.missing");
    assertThat(told.get(0).event().label()).isEqualTo("bin");
  }

  @Test
  void anEventBeginsWhenItHasLasted() {
    watch(config(WatchKind.PRESENT, Optional.empty(), Duration.ofSeconds(60)));
    see(THING, 10);
    see(NOTHING, 6); // 50 s since the first of them
    assertThat(state()).isEqualTo(WatchState.MISSING);
    assertThat(told).isEmpty();
    see(NOTHING);
    assertThat(kinds()).containsExactly("new watch.missing");
  }

  @Test
  void aNudgeIsNoLoss() {
    watch(WatchKind.PRESENT);
    see(THING, 10);
    for (int i = 0; i < 8; i++) {
      hear(
          Optional.of(Light.DAY),
          Optional.of(List.of()),
          Optional.of(patch(THING, MARGIN - 1, -MARGIN + 1)));
      assertThat(state()).isEqualTo(WatchState.PRESENT);
    }
  }

  @Test
  void whoStandsBeforeItHidesIt() {
    watch(WatchKind.PRESENT);
    see(THING, 10);
    Found person = found("Person", 0.35, 0.2, 0.2, 0.7);
    for (int i = 0; i < 8; i++) {
      hear(Optional.of(Light.DAY), Optional.of(List.of(person)), Optional.of(patch(NOTHING, 0, 0)));
    }
    assertThat(state()).isEqualTo(WatchState.OCCLUDED);
    assertThat(status().problem()).isEmpty();
    assertThat(told).isEmpty();
    Found aside = found("person", 0.7, 0.2, 0.2, 0.7);
    for (int i = 0; i < 3; i++) {
      hear(Optional.of(Light.DAY), Optional.of(List.of(aside)), Optional.of(patch(NOTHING, 0, 0)));
    }
    assertThat(state()).isEqualTo(WatchState.MISSING);
  }

  @Test
  void aCameraThatDoesNotSeeNeverMakesAnythingMissing() {
    watch(WatchKind.PRESENT);
    see(THING, 10);
    see(NOTHING, 2);
    for (int i = 0; i < 3; i++) {
      hear(Optional.empty(), Optional.of(List.of()), Optional.of(patch(NOTHING, 0, 0)));
    }
    assertThat(state()).isEqualTo(WatchState.UNKNOWN);
    assertThat(see(NOTHING))
        .as("what was seen before does not count")
        .isNotEqualTo(WatchState.MISSING);
    see(NOTHING, 2);
    assertThat(state()).isEqualTo(WatchState.MISSING);
  }

  @Test
  void withoutObjectsOrMeasuresNobodyCanSay() {
    watch(WatchKind.PRESENT);
    see(THING, 10);
    for (int i = 0; i < 6; i++) {
      hear(Optional.of(Light.DAY), Optional.empty(), Optional.of(patch(NOTHING, 0, 0)));
    }
    assertThat(state()).isEqualTo(WatchState.UNKNOWN);
    for (int i = 0; i < 3; i++) {
      hear(Optional.of(Light.DAY), Optional.empty(), Optional.of(patch(THING, 0, 0)));
    }
    assertThat(state()).as("it is seen all the same").isEqualTo(WatchState.PRESENT);
    for (int i = 0; i < 6; i++) {
      hear(Optional.of(Light.DAY), Optional.of(List.of()), Optional.empty());
    }
    assertThat(state()).isEqualTo(WatchState.UNKNOWN);
    assertThat(told).isEmpty();
  }

  @Test
  void aLightThatIsNewNeverMakesItMissingAndALightThatShowedItDoes() {
    watch(WatchKind.PRESENT);
    see(THING, 10);
    for (int i = 0; i < 6; i++) {
      hear(Optional.of(Light.DIM_GREY), Optional.of(List.of()), Optional.of(patch(NOTHING, 0, 0)));
    }
    assertThat(state()).isEqualTo(WatchState.UNKNOWN);
    for (int i = 0; i < 4; i++) {
      hear(Optional.of(Light.DIM_GREY), Optional.of(List.of()), Optional.of(patch(THING, 0, 0)));
    }
    assertThat(state()).isEqualTo(WatchState.PRESENT);
    for (int i = 0; i < 3; i++) {
      hear(Optional.of(Light.DIM_GREY), Optional.of(List.of()), Optional.of(patch(NOTHING, 0, 0)));
    }
    assertThat(state()).isEqualTo(WatchState.MISSING);
  }

  @Test
  void anObjectOfTheLabelIsEnough() {
    watch(config(WatchKind.PRESENT, Optional.of("suitcase"), Duration.ZERO));
    see(THING, 10);
    Found there = found("suitcase", 0.41, 0.41, 0.18, 0.2);
    for (int i = 0; i < 4; i++) {
      hear(Optional.of(Light.DAY), Optional.of(List.of(there)), Optional.of(patch(NOTHING, 0, 0)));
    }
    assertThat(state()).isEqualTo(WatchState.PRESENT);
    Found elsewhere = found("suitcase", 0.6, 0.6, 0.18, 0.2);
    for (int i = 0; i < 3; i++) {
      hear(
          Optional.of(Light.DAY),
          Optional.of(List.of(elsewhere)),
          Optional.of(patch(NOTHING, 0, 0)));
    }
    assertThat(state()).isEqualTo(WatchState.MISSING);
  }

  @Test
  void whatShouldBeFreeIsWrongWhenSomethingStandsThere() {
    watch(WatchKind.ABSENT);
    see(NOTHING, 10);
    assertThat(state()).isEqualTo(WatchState.MISSING);
    assertThat(status().problem()).contains(false);
    see(THING, 3);
    assertThat(state()).isEqualTo(WatchState.PRESENT);
    assertThat(kinds()).containsExactly("new watch.present");
    see(NOTHING, 3);
    assertThat(kinds()).endsWith("end watch.present");
  }

  @Test
  void ofALabelThatShouldNotBeThereNoLookIsNeeded() {
    watch(config(WatchKind.ABSENT, Optional.of("suitcase"), Duration.ZERO));
    Found there = found("suitcase", 0.41, 0.41, 0.18, 0.2);
    for (int i = 0; i < 3; i++) {
      hear(Optional.of(Light.DAY), Optional.of(List.of()), Optional.empty());
    }
    assertThat(status().problem()).contains(false);
    for (int i = 0; i < 3; i++) {
      hear(Optional.of(Light.DAY), Optional.of(List.of(there)), Optional.empty());
    }
    assertThat(kinds()).containsExactly("new watch.present");
    for (int i = 0; i < 5; i++) {
      hear(Optional.of(Light.DAY), Optional.empty(), Optional.empty());
    }
    assertThat(state()).isEqualTo(WatchState.UNKNOWN);
  }

  @Test
  void aChangeIsAnEventOfItsOwn() {
    watch(WatchKind.CHANGED);
    see(THING, 10);
    see(NOTHING, 3);
    assertThat(kinds()).containsExactly("new watch.changed");
  }

  @Test
  void aRestartChangesNothing() throws Exception {
    watch(WatchKind.PRESENT);
    see(THING, 10);
    see(NOTHING, 3);
    byte[] kept = watches.snapshot(GATE).orElseThrow();
    WatchStatus before = status();

    watches = new Watches(ZoneOffset.UTC, () -> "e");
    watch(WatchKind.PRESENT);
    watches.restore(GATE, kept);

    assertThat(status()).isEqualTo(before);
    see(THING, 3);
    assertThat(kinds()).containsExactly("new watch.missing", "end watch.missing");
    see(NOTHING, 3);
    assertThat(state()).as("its look is known yet").isEqualTo(WatchState.MISSING);
  }

  @Test
  void aRegionThatIsMovedOrAcceptedIsLearntAnew() {
    watch(WatchKind.PRESENT);
    see(THING, 10);
    assertThat(watches.accept(GATE, Instant.EPOCH)).isEmpty();
    assertThat(state()).isEqualTo(WatchState.UNKNOWN);
    see(NOTHING, 6);
    assertThat(state()).isEqualTo(WatchState.PRESENT);
    see(THING, 3);
    assertThat(state()).isEqualTo(WatchState.MISSING);
    watch(WatchConfig.of("bin", "gate", new WatchRegion(0.1, 0.1, 0.2, 0.2), WatchKind.PRESENT));
    assertThat(state()).isEqualTo(WatchState.UNKNOWN);
  }

  @Test
  void aWatchThatIsTakenOutOfTheSettingsEndsItsEvent() {
    watch(WatchKind.PRESENT);
    see(THING, 10);
    see(NOTHING, 3);
    watches.settings(CameraSet.NONE);
    assertThat(watches.status()).isEmpty();
    assertThat(watches.isAbout(GATE)).isTrue();
    number++;
    BestStill still =
        new BestStill(
            "i", "0".repeat(64), START.plusSeconds(999), 1, new Box(0, 0, 9, 9), 1000, 1000);
    told.addAll(
        watches.hear(
            GATE, new WatchStill(still, Optional.of(Light.DAY), Optional.of(List.of()), Map.of())));
    assertThat(kinds()).endsWith("end watch.missing");
    assertThat(watches.isAbout(GATE)).isFalse();
  }

  @Test
  void aFlatRegionIsSaidToBeFlat() {
    watch(WatchKind.PRESENT);
    RegionPatch some = patch(THING, 0, 0);
    RegionPatch flat = new RegionPatch(SIDE, SIDE, MARGIN, 20, some.cells());
    for (int i = 0; i < 6; i++) {
      hear(Optional.of(Light.DAY), Optional.of(List.of()), Optional.of(flat));
    }
    assertThat(state()).isEqualTo(WatchState.UNKNOWN);
    assertThat(status().reason()).contains("flat");
  }

  @Test
  void aStillThatComesTooLateCountsForNothing() {
    watch(WatchKind.PRESENT);
    see(THING, 10);
    number -= 6;
    see(NOTHING, 3);
    assertThat(state()).isEqualTo(WatchState.PRESENT);
    assertThat(status().references()).isPositive();
  }
}
