package io.lynceus.benchmarks.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.benchmarks.events.SeenFolder.Seen;
import io.lynceus.model.Box;
import io.lynceus.scene.event.EventsConfig;
import io.lynceus.scene.presence.Still.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventScoreTest {
  private static final String ONE = "a,person,0,0.1,0.5\na,person,20,0.1,0.5\n";

  @TempDir Path dir;

  private static Found found(String label, double middle) {
    return new Found(
        label, 0.8f, new Box((float) middle * 1000 - 20, 450, 40, 100), List.of(), true);
  }

  /** Stills of 1000 x 1000 pixels, one a second. */
  private static SeenFolder stills(int[] counts, Found[]... shown) {
    List<Seen> stills = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      for (int k = 0; k < counts[i]; k++) {
        stills.add(new Seen("s" + stills.size(), 1000, 1000, List.of(shown[i])));
      }
    }
    return new SeenFolder(stills);
  }

  private static EventScore score(SeenFolder folder, Duration step, Truth truth) {
    EventsConfig usual = EventsConfig.USUAL;
    EventsConfig config =
        new EventsConfig(
            true, 2, 3, Duration.ofSeconds(5), Duration.ZERO, usual.quiet(), usual.rules());
    return new Passes(folder, Duration.ofSeconds(1), config).run(step, truth);
  }

  private Truth truth(String lines) throws IOException {
    return Truth.read(Files.writeString(dir.resolve("t.csv"), Truth.HEADER + "\n" + lines));
  }

  @Test
  void whatIsToldOnceAndEndsInTimeIsRight() throws Exception {
    SeenFolder folder =
        stills(new int[] {20, 20}, new Found[] {found("person", 0.1)}, new Found[0]);
    EventScore score = score(folder, Duration.ofSeconds(1), truth(ONE));
    assertThat(score.stills).isEqualTo(40);
    assertThat(List.of(score.expected, score.alarms, score.ends)).containsOnly(1);
    assertThat(
            List.of(
                score.repeated, score.falseAlarms, score.missed, score.falseEnds, score.missedEnds))
        .containsOnly(0);
  }

  @Test
  void eachStillIsInOneOfThePasses() throws Exception {
    SeenFolder folder =
        stills(new int[] {20, 20}, new Found[] {found("person", 0.1)}, new Found[0]);
    EventScore score = score(folder, Duration.ofSeconds(4), truth(ONE));
    assertThat(score.stills).isEqualTo(40);
    assertThat(score.alarms).isEqualTo(4);
    assertThat(score.expected).isEqualTo(4);
    assertThat(score.repeated).isZero();
  }

  @Test
  void anAlarmForWhatWasToldIsRepeatedAndAnEndOfItIsFalse() throws Exception {
    SeenFolder folder =
        stills(
            new int[] {3, 8, 9},
            new Found[] {found("person", 0.1)},
            new Found[0],
            new Found[] {found("person", 0.1)});
    EventScore score = score(folder, Duration.ofSeconds(1), truth(ONE));
    assertThat(score.alarms).isEqualTo(2);
    assertThat(score.repeated).isEqualTo(1);
    assertThat(score.falseEnds).isEqualTo(1);
    assertThat(score.repeatedPerHundred()).isEqualTo(5);
  }

  @Test
  void anAlarmElsewhereOrOfAnotherLabelIsFalse() throws Exception {
    SeenFolder folder =
        stills(new int[] {20}, new Found[] {found("person", 0.7), found("dog", 0.1)});
    EventScore score = score(folder, Duration.ofSeconds(1), truth(ONE));
    assertThat(score.falseAlarms).isEqualTo(2);
    assertThat(score.missed).isEqualTo(1);
    assertThat(score.falsePerThousand()).isEqualTo(100);
    assertThat(score(folder, Duration.ofSeconds(1), Truth.EMPTY).falseAlarms).isEqualTo(2);
  }

  @Test
  void anEventThatGoesOnLongAfterItsThingIsGoneIsAMissedEnd() throws Exception {
    SeenFolder folder = stills(new int[] {40}, new Found[][] {{found("person", 0.1)}});
    EventScore score = score(folder, Duration.ofSeconds(1), truth(ONE));
    assertThat(score.missedEnds).isEqualTo(1);
  }

  @Test
  void aThingIsBetweenItsSights() throws Exception {
    Truth truth = truth("a,car|truck,10,0.2,0.4\na,x,20,0.4,0.8\n\nb,dog,0,0,0\n");
    assertThat(truth.things()).hasSize(2);
    assertThat(truth.things().get(0).labels()).containsExactlyInAnyOrder("car", "truck");
    assertThat(truth.things().get(0).at(15).x()).isEqualTo(0.3, within());
    assertThat(truth.things().get(0).at(15).y()).isEqualTo(0.6, within());
    assertThat(truth.things().get(0).at(1).x()).isEqualTo(0.2);
    assertThat(truth.things().get(0).at(99).y()).isEqualTo(0.8);
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-9);
  }

  @Test
  void aWrongLineIsNamed() {
    assertThatThrownBy(() -> truth("a,person,0,0.1,1.5"))
        .hasMessageContaining("line 2: '1.5' is not a number from 0 to 1");
    assertThatThrownBy(() -> truth("a,person,3,0,0\na,person,3,0,0"))
        .hasMessageContaining("line 3: the seconds of 'a' have to rise");
    assertThatThrownBy(() -> truth("a,person,3,0")).hasMessageContaining("not five values");
    assertThatThrownBy(() -> Truth.read(Files.writeString(dir.resolve("n"), "a,b")))
        .hasMessageContaining("the first line is not " + Truth.HEADER);
  }

  @Test
  void theMadeVisitorComesStaysAndGoes() {
    assertThat(MadeScene.middle(-1)).isNegative();
    assertThat(MadeScene.middle(0)).isZero();
    assertThat(MadeScene.middle(6)).isEqualTo(160);
    assertThat(MadeScene.middle(12)).isEqualTo(320);
    assertThat(MadeScene.middle(52)).isEqualTo(320);
    assertThat(MadeScene.middle(58)).isEqualTo(480);
    assertThat(MadeScene.middle(65)).isNegative();
  }
}
