package io.lynceus.scene.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Box;
import io.lynceus.scene.ledger.Calibration.Outcome;
import io.lynceus.scene.presence.Still;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final double RATE = 5;

  /** Frames of a made yard, with the times of a video. */
  private static SortedMap<Integer, Still> stills(MadeWalkers made) {
    SortedMap<Integer, Still> stills = new TreeMap<>();
    List<Still> all = made.stills(1 / RATE);
    for (int i = 0; i < all.size(); i++) {
      Still each = all.get(i);
      var time = Calibration.START.plusMillis(Math.round(1000 * i / RATE));
      stills.put(
          i,
          new Still(
              "f", "", time, time, true, Set.of(), each.found(), each.width(), each.height()));
    }
    return stills;
  }

  @Test
  void whatIsLearntOfMadeWalkersMakesIntervalsThatHoldTheTruth() {
    MadeWalkers made = new MadeWalkers(7, 10, 240);
    Calibration calibration = new Calibration(stills(made), made.marked(RATE), RATE);
    Outcome often = calibration.at(5);
    Outcome rarely = calibration.at(0.2);
    assertThat(often.crossings()).isGreaterThan(100);
    assertThat(often.rate().every()).hasMillis(200);
    assertThat(often.error()).isLessThan(0.1);
    assertThat(often.rate().missed()).isBetween(0.01, 0.15);
    assertThat(rarely.rate().every()).hasSeconds(5);
    assertThat(rarely.rate().missed()).isGreaterThan(0.3);
    assertThat(rarely.width()).isGreaterThan(often.width());
    for (Outcome each : List.of(often, calibration.at(1), rarely)) {
      assertThat(each.intervals()).isEqualTo(8 * 2 * 4 * beginnings(each));
      assertThat((double) each.held() / each.intervals()).isGreaterThanOrEqualTo(0.9);
    }
  }

  private static int beginnings(Outcome outcome) {
    return outcome.rate().every().toMillis() > 200 ? 5 : 1;
  }

  @Test
  void whoIsNeverFoundIsMissed() {
    MadeWalkers made = new MadeWalkers(7, 10, 120);
    SortedMap<Integer, Still> empty = new TreeMap<>();
    stills(made)
        .forEach(
            (frame, still) ->
                empty.put(
                    frame,
                    new Still(
                        "f",
                        "",
                        still.time(),
                        still.time(),
                        true,
                        Set.of(),
                        List.of(),
                        still.width(),
                        still.height())));
    Outcome outcome = new Calibration(empty, made.marked(RATE), RATE).at(5);
    assertThat(outcome.error()).isEqualTo(1);
    assertThat(outcome.rate().missed()).isEqualTo(Interval.MOST_MISSED);
    assertThat(outcome.rate().extra()).isLessThan(0.01);
  }

  @Test
  void onlyFramesOfARateAreNeeded() {
    assertThat(Calibration.needs(3, 7, List.of(7.0))).isTrue();
    assertThat(Calibration.needs(0, 25, List.of(0.2))).isTrue();
    assertThat(Calibration.needs(1, 25, List.of(0.2))).isFalse();
    assertThat(Calibration.needs(25, 25, List.of(0.2))).isTrue(); // a fifth of the 125 frames
  }

  @Test
  void ofHardlyAnybodyNothingIsLearnt() {
    MadeWalkers made = new MadeWalkers(7, 10, 60);
    TrueWalkers one = new TrueWalkers();
    one.add(1, 0, new Box(10, 10, 20, 60));
    one.add(1, 100, new Box(700, 10, 20, 60));
    assertThat(one.people()).isEqualTo(1);
    assertThatThrownBy(() -> new Calibration(stills(made), one, RATE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 20");
    assertThatThrownBy(() -> new Calibration(new TreeMap<>(), one, RATE))
        .hasMessageContaining("no pictures");
  }

  @Test
  void aPassingCountsOnceAndItsWayCounts() {
    List<Passing> really = List.of(new Passing(1, true, false), new Passing(2, true, false));
    assertThat(Passing.matched(really, List.of(new Passing(1.5, true, false)), 1)).isEqualTo(1);
    assertThat(Passing.matched(really, List.of(new Passing(1.5, false, false)), 1)).isZero();
    assertThat(Passing.matched(really, List.of(new Passing(9, true, false)), 1)).isZero();
  }
}
