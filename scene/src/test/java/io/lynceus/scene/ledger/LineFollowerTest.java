package io.lynceus.scene.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.ledger.LineCount;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.LedgerConfig;
import io.lynceus.scene.camera.LineConfig;
import io.lynceus.scene.camera.Vertex;
import io.lynceus.scene.presence.Still;
import io.lynceus.scene.presence.Still.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LineFollowerTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  /** From the top to the bottom, in the middle; who goes to the left of it goes to x = 1000. */
  private static final LineConfig MIDDLE = line(0.5, 0, 0.5, 1);

  private final LineFollower follower = new LineFollower(MIDDLE);
  private final List<LineCount> counts = new ArrayList<>();
  private Instant time = NOON;

  private static LineConfig line(double fromX, double fromY, double toX, double toY) {
    return new LineConfig(
        "door",
        "hall",
        new Vertex(fromX, fromY),
        new Vertex(toX, toY),
        true,
        LineConfig.LABELS,
        Duration.ofSeconds(10),
        List.of());
  }

  /** Somebody of 100 pixels whose foot is there. */
  private static Found at(double x, double y) {
    Box box = new Box((float) x - 20, (float) y - 100, 40, 100);
    return new Found("person", 0.8f, box, List.of(), true);
  }

  private static Still still(Instant time, boolean judged, Found... found) {
    return new Still("r", "", time, time, judged, Set.of(), List.of(found), 1000, 1000);
  }

  private void shows(Found... found) {
    time = time.plusSeconds(1);
    counts.addAll(follower.hear(still(time, true, found)));
  }

  private List<Integer> inAndOut() {
    return List.of(
        counts.stream().mapToInt(LineCount::in).sum(),
        counts.stream().mapToInt(LineCount::out).sum());
  }

  private long coveredMillis() {
    return counts.stream().mapToLong(LineCount::coveredMillis).sum();
  }

  @Test
  void whoGoesToTheLeftOfTheLineGoesInAndTheOtherWayOut() {
    for (int x = 300; x <= 700; x += 50) {
      shows(at(x, 500));
    }
    assertThat(inAndOut()).containsExactly(1, 0);
    for (int x = 700; x >= 300; x -= 50) {
      shows(at(x, 500));
    }
    assertThat(inAndOut()).containsExactly(1, 1);
  }

  @Test
  void whoStopsOnTheLineIsCountedOnceOrNotAtAll() {
    shows(at(450, 500));
    for (int i = 0; i < 100; i++) {
      shows(at(495 + 5 * (i % 3), 500));
    }
    assertThat(inAndOut()).containsExactly(0, 0);
    shows(at(560, 500));
    assertThat(inAndOut()).containsExactly(1, 0);
  }

  @Test
  void whoGoesAroundTheEndOfTheLineIsNotCounted() {
    LineFollower half = new LineFollower(line(0.5, 0, 0.5, 0.4));
    for (int x = 300; x <= 700; x += 50) {
      time = time.plusSeconds(1);
      counts.addAll(half.hear(still(time, true, at(x, 800))));
    }
    assertThat(inAndOut()).containsExactly(0, 0);
  }

  @Test
  void twoWhoMeetAtTheLineAreOneInAndOneOut() {
    for (int i = 0; i <= 8; i++) {
      shows(at(300 + 50 * i, 500), at(700 - 50 * i, 540));
    }
    assertThat(inAndOut()).containsExactly(1, 1);
  }

  @Test
  void whoIsHiddenForTwoStillsIsTheSameOneAfterwards() {
    shows(at(400, 500));
    shows(at(440, 500));
    shows();
    shows();
    shows(at(560, 500));
    assertThat(inAndOut()).containsExactly(1, 0);
  }

  @Test
  void whatTheStillsDoNotCoverIsNotCovered() {
    shows();
    shows();
    time = time.plusSeconds(10); // 11 s are more than the longest gap
    shows();
    shows();
    assertThat(coveredMillis()).isEqualTo(2000);
  }

  @Test
  void acrossAGapNobodyIsFollowed() {
    shows(at(480, 500));
    time = time.plusSeconds(30);
    shows(at(520, 500));
    assertThat(inAndOut()).containsExactly(0, 0);
  }

  @Test
  void aStillThatCouldNotBeJudgedCoversNothing() {
    shows();
    for (int i = 0; i < 20; i++) {
      time = time.plusSeconds(1);
      counts.addAll(follower.hear(still(time, false)));
    }
    shows();
    assertThat(coveredMillis()).isZero();
  }

  @Test
  void lateStillsCountForNothingUntilTheClockWasSetBack() {
    shows();
    shows();
    time = time.minusSeconds(100);
    for (int i = 0; i < 12; i++) {
      shows();
    }
    assertThat(coveredMillis()).isEqualTo(1000 + 2000);
  }

  @Test
  void labelsThatNobodyLookedForAreNotSeen() {
    shows();
    time = time.plusSeconds(1);
    counts.addAll(
        follower.hear(new Still("r", "", time, time, true, Set.of("car"), List.of(), 1000, 1000)));
    assertThat(counts).isEmpty();
  }

  @Test
  void aTimeOverTheEndOfAQuarterIsSplit() {
    time = NOON.plusSeconds(900).minusMillis(1500);
    shows();
    shows();
    assertThat(counts)
        .extracting(LineCount::quarter, LineCount::coveredMillis)
        .containsExactly(tuple(NOON, 500L), tuple(NOON.plusSeconds(900), 500L));
  }

  @Test
  void aLineThatDoesNotChangeGoesOnWhenTheSettingsDo() {
    LineLedger ledger = new LineLedger();
    ledger.settings(set(MIDDLE));
    Camera hall = new Camera("hall");
    for (int x = 300; x <= 700; x += 50) {
      time = time.plusSeconds(1);
      ledger.settings(set(MIDDLE));
      counts.addAll(ledger.hear(hall, still(time, true, at(x, 500))));
      assertThat(ledger.hear(new Camera("yard"), still(time, true, at(x, 500)))).isEmpty();
    }
    assertThat(inAndOut()).containsExactly(1, 0);
    assertThat(coveredMillis()).isEqualTo(8000);
  }

  private static CameraSet set(LineConfig line) {
    return CameraSet.NONE.withLedger(new LedgerConfig(Map.of(line.name(), line), Map.of()));
  }

  @Test
  void nothingGrowsWithoutBound() {
    Found[] crowd = new Found[500];
    for (int i = 0; i < crowd.length; i++) {
      crowd[i] = at(2 * i, 100 + i);
    }
    shows(crowd);
    shows(crowd);
    assertThat(coveredMillis()).isEqualTo(1000);
  }
}
