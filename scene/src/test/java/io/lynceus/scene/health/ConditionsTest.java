package io.lynceus.scene.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Camera;
import io.lynceus.model.cameras.HealthState;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.event.DailyHours;
import io.lynceus.scene.event.EventsConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionsTest {
  private static final Camera GATE = new Camera("gate");
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
  private static final MadeScene DAY = MadeScene.of(1);
  private static final MadeScene ELSEWHERE = MadeScene.of(2);
  private static final CameraSet EXPECTED =
      CameraSet.of(
          List.of(
              new CameraConfig(
                  "gate",
                  "gate",
                  Optional.of(Duration.ofSeconds(10)),
                  Optional.empty(),
                  new TreeSet<>(),
                  List.of(),
                  List.of(),
                  List.of())),
          false);

  private Conditions conditions = new Conditions(ZoneOffset.UTC, () -> "e");
  private final List<String> told = new ArrayList<>();
  private Instant now = NOON;
  private int number;

  private HealthJudgement hear(SceneStill still) {
    HealthJudgement judged = conditions.hear(GATE, still);
    judged.changes().forEach(this::tell);
    return judged;
  }

  private void tell(EventChange change) {
    told.add(change.type().key() + " " + change.event().kind().key());
  }

  private SceneStill still(Optional<MadeScene> scene, boolean asked, int noise) {
    number++;
    now = now.plusSeconds(10);
    return new SceneStill(
        "r" + number,
        "%064x".formatted(number),
        now,
        now,
        asked,
        scene.map(made -> made.still(noise)),
        640,
        480);
  }

  private HealthJudgement see(MadeScene scene) {
    return hear(still(Optional.of(scene), true, number));
  }

  private void see(MadeScene scene, int stills) {
    for (int i = 0; i < stills; i++) {
      see(scene);
    }
  }

  private HealthState state() {
    return conditions.health(GATE, now).state();
  }

  private void learn() {
    see(DAY, View.LEARNT + CameraCondition.DECIDE);
    assertThat(state()).isEqualTo(HealthState.OK);
  }

  @Test
  void nothingIsSaidOfACameraBeforeItsViewIsLearnt() {
    assertThat(state()).isEqualTo(HealthState.UNKNOWN);
    assertThat(conditions.health(GATE, now).reason()).contains("analyses = [scene]");

    see(DAY, View.LEARNT - 1);

    assertThat(state()).isEqualTo(HealthState.UNKNOWN);
    assertThat(conditions.health(GATE, now).reason()).contains("7 of 8 stills");
  }

  @Test
  void aViewWithNothingInItIsNeverOk() {
    see(DAY.withDetail(0, 0), 40);

    assertThat(state()).isEqualTo(HealthState.UNKNOWN);
    assertThat(conditions.health(GATE, now).reason()).contains("too little");
  }

  @ParameterizedTest
  @EnumSource(
      value = HealthState.class,
      names = {"COVERED", "DARK", "BRIGHT", "BLURRED", "MOVED"})
  void threeOfFiveStillsChangeTheState(HealthState expected) {
    learn();
    MadeScene wrong = wrong(expected);

    assertThat(see(wrong).hides()).as("the first still counts for nothing").isTrue();
    see(DAY);
    see(wrong);
    assertThat(state()).isEqualTo(HealthState.OK);
    see(wrong);

    assertThat(state()).isEqualTo(expected);
    assertThat(conditions.health(GATE, now).since()).contains(now);
    assertThat(see(DAY).hides()).as("the state has not changed yet").isTrue();
    see(DAY, 3);
    assertThat(state()).isEqualTo(HealthState.OK);
    String event = HealthEvents.kind(expected).map(kind -> kind.key()).orElse("");
    assertThat(told)
        .isEqualTo(event.isEmpty() ? List.of() : List.of("new " + event, "end " + event));
  }

  private static MadeScene wrong(HealthState state) {
    return switch (state) {
      case COVERED -> DAY.withDetail(0.05, 0.05);
      case DARK -> DAY.withBrightness(5);
      case BRIGHT -> DAY.withBright(0.7);
      case BLURRED -> DAY.withDetail(0.8, 0.15);
      default -> ELSEWHERE;
    };
  }

  @Test
  void aGreyCardInDaylightIsACoverAndNoNight() {
    learn();

    see(DAY.grey().withDetail(0.02, 0.02), 30);

    assertThat(state()).isEqualTo(HealthState.COVERED);
  }

  @Test
  void theSameViewWithoutColoursIsTheCameraByNight() {
    learn();

    see(DAY.grey().withBrightness(60), 30);

    assertThat(state()).isEqualTo(HealthState.OK);
    assertThat(told).isEmpty();
  }

  @Test
  void anotherViewInANewLightIsLearntAndNotCalledMoved() {
    learn();
    see(ELSEWHERE.grey(), 4);
    assertThat(state()).isEqualTo(HealthState.UNKNOWN);

    see(ELSEWHERE.grey(), 20);
    assertThat(state()).isEqualTo(HealthState.OK);
    see(DAY, 3);

    assertThat(state()).as("both lights are known").isEqualTo(HealthState.OK);
    assertThat(told).isEmpty();
  }

  @Test
  void aCameraThatWasMovedStaysMovedWhenNightComes() {
    learn();
    see(ELSEWHERE, 5);

    see(ELSEWHERE.grey(), 30);

    assertThat(state()).isEqualTo(HealthState.MOVED);
  }

  @Test
  void aShiftOfFivePercentIsToldAsOne() {
    learn();

    see(DAY.shifted(2), 5);

    assertThat(state()).isEqualTo(HealthState.MOVED);
    assertThat(conditions.health(GATE, now).reason()).contains("shifted by 5 %");
  }

  @Test
  void anAcceptedViewIsLearntAnewAndTheEventIsOver() {
    learn();
    see(ELSEWHERE, 5);

    conditions.accept(GATE).orElseThrow().forEach(this::tell);

    assertThat(state()).isEqualTo(HealthState.UNKNOWN);
    see(ELSEWHERE, View.LEARNT + 2);
    assertThat(state()).isEqualTo(HealthState.OK);
    see(DAY, 5);
    assertThat(state()).isEqualTo(HealthState.MOVED);
    assertThat(told).containsExactly("new moved", "end moved", "new moved");
    assertThat(conditions.accept(new Camera("other"))).isEmpty();
  }

  @Test
  void aPictureThatComesAgainFiveTimesIsFrozen() {
    learn();
    for (int i = 0; i < CameraCondition.REPEATED; i++) {
      assertThat(state()).isEqualTo(HealthState.OK);
      hear(still(Optional.of(DAY), true, 999));
    }
    assertThat(state()).isEqualTo(HealthState.OK);

    hear(still(Optional.of(DAY), true, 999));

    assertThat(state()).isEqualTo(HealthState.FROZEN);
    see(DAY, 3);
    assertThat(state()).isEqualTo(HealthState.OK);
    assertThat(told).containsExactly("new frozen", "end frozen");
  }

  @Test
  void oneStillThatIsSentAgainAndAgainCountsOnce() {
    learn();
    SceneStill still = still(Optional.of(DAY), true, 999);

    for (int i = 0; i < CameraCondition.LATE_IN_A_ROW + 5; i++) {
      hear(still);
    }

    assertThat(state()).isEqualTo(HealthState.OK);
  }

  @Test
  void stillsThatCouldNotBeMeasuredMakeItUnknownAndEndNothing() {
    learn();
    see(ELSEWHERE, 5);

    for (int i = 0; i < 3; i++) {
      hear(still(Optional.empty(), true, 0));
    }

    assertThat(state()).isEqualTo(HealthState.UNKNOWN);
    assertThat(told).containsExactly("new moved");
    see(ELSEWHERE, 5);
    assertThat(state()).isEqualTo(HealthState.MOVED);
    assertThat(told).containsExactly("new moved");
  }

  @Test
  void aCameraWhoseStillsAreNoLongerMeasuredIsUnknown() {
    learn();

    for (int i = 0; i < 70; i++) {
      assertThat(hear(still(Optional.empty(), false, 0)).hides()).isFalse();
    }

    assertThat(state()).isEqualTo(HealthState.UNKNOWN);
    assertThat(conditions.health(GATE, now).reason()).contains("no still was measured since");
  }

  @Test
  void aCameraIsLostAfterThreeOfItsUsualTimesAndComesBack() {
    conditions.settings(EXPECTED, now);
    learn();

    now = now.plusSeconds(30);
    assertThat(conditions.look(now)).isEmpty();
    assertThat(state()).isEqualTo(HealthState.OK);
    now = now.plusMillis(1);
    conditions.look(now).values().forEach(changes -> changes.forEach(this::tell));
    assertThat(conditions.look(now.plusSeconds(1))).isEmpty();

    assertThat(state()).isEqualTo(HealthState.LOST);
    see(DAY);
    assertThat(state()).isEqualTo(HealthState.OK);
    assertThat(told).containsExactly("new lost", "end lost");
  }

  @Test
  void aCameraWhoseStillsWaitOrAreRefusedIsNotLost() {
    conditions.settings(EXPECTED, now);
    learn();
    Instant arrived = now.plusSeconds(60);
    conditions.seenBy(camera -> camera.equals(GATE) ? Optional.of(arrived) : Optional.empty());

    now = arrived.plusSeconds(30);
    assertThat(conditions.look(now)).isEmpty();
    assertThat(state()).isEqualTo(HealthState.OK);
    now = now.plusMillis(1);
    assertThat(conditions.look(now)).containsOnlyKeys(GATE);
    assertThat(state()).isEqualTo(HealthState.LOST);
  }

  @Test
  void aCameraThatNeverSentAStillIsLostWithoutAnEvent() {
    conditions.settings(EXPECTED, now);
    assertThat(state()).isEqualTo(HealthState.UNKNOWN);

    now = now.plusSeconds(31);

    assertThat(conditions.look(now)).isEmpty();
    assertThat(state()).isEqualTo(HealthState.LOST);
    assertThat(conditions.health(GATE, now).since()).isEmpty();
  }

  @Test
  void inQuietHoursTheEventIsQuietAndWithoutEventsThereIsNone() {
    EventsConfig usual = EventsConfig.USUAL;
    EventsConfig quiet =
        new EventsConfig(
            true,
            usual.minStills(),
            usual.absentStills(),
            usual.absentTime(),
            usual.cooldown(),
            List.of(DailyHours.of("00:00-24:00")),
            List.of());
    EventsConfig none =
        new EventsConfig(
            false,
            usual.minStills(),
            usual.absentStills(),
            usual.absentTime(),
            usual.cooldown(),
            List.of(),
            List.of());
    conditions.settings(EXPECTED.withEvents(quiet), now);
    learn();
    see(ELSEWHERE, 2);
    SceneEvent event = see(ELSEWHERE).changes().get(0).event();
    conditions.settings(EXPECTED.withEvents(none), now);
    see(DAY, 5);
    see(DAY.withDetail(0.05, 0.05), 5);

    assertThat(event.quiet()).isTrue();
    assertThat(event.rule()).isEqualTo("health");
    assertThat(event.best().box().width()).isEqualTo(640);
    assertThat(told).containsExactly("new moved");
    assertThat(state()).isEqualTo(HealthState.COVERED);
  }

  @Test
  void aRestartChangesNothing() throws IOException {
    learn();
    see(DAY.grey(), 12);
    see(ELSEWHERE, 4);
    byte[] known = conditions.snapshot(GATE).orElseThrow();
    String before = conditions.health(GATE, now).toString();

    conditions = new Conditions(ZoneOffset.UTC, () -> "f");
    conditions.restore(GATE, known);

    assertThat(conditions.health(GATE, now)).hasToString(before);
    assertThat(conditions.snapshot(GATE)).contains(known);
    see(ELSEWHERE, 3);
    assertThat(state()).isEqualTo(HealthState.MOVED);
    see(DAY, 3);
    assertThat(state()).isEqualTo(HealthState.OK);
    see(DAY.grey().withDetail(0.05, 0.05), 3);
    assertThat(state()).isEqualTo(HealthState.COVERED);
    assertThat(told).containsExactly("new moved", "end moved", "new covered");
    assertThat(known).hasSizeLessThan(6_000);
  }

  @Test
  void bytesThatAreDamagedAreRefused() {
    learn();
    see(ELSEWHERE, 5);
    byte[] known = conditions.snapshot(GATE).orElseThrow();

    for (int length = 0; length < known.length; length += 97) {
      byte[] cut = Arrays.copyOf(known, length);
      assertThatThrownBy(() -> conditions.restore(GATE, cut)).isInstanceOf(IOException.class);
    }
    known[0] = 9;
    assertThatThrownBy(() -> conditions.restore(GATE, known))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another version");
  }

  @Test
  void aForgottenCameraIsLearntAnew() {
    learn();

    conditions.forget(GATE);

    assertThat(state()).isEqualTo(HealthState.UNKNOWN);
    assertThat(conditions.snapshot(GATE)).isEmpty();
  }

  @Test
  void thoseHeardLongestAgoAreForgottenBeyondTheBound() {
    learn();

    for (int i = 0; i < Conditions.MOST_CAMERAS; i++) {
      conditions.hear(new Camera("c" + i), still(Optional.empty(), false, 0));
    }

    assertThat(conditions.snapshot(GATE)).isEmpty();
    assertThat(conditions.snapshot(new Camera("c1"))).isPresent();
  }
}
