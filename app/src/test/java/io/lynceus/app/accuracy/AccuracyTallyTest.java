package io.lynceus.app.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.accuracy.LabelFinders.Sought;
import io.lynceus.app.truth.LabelledPicture;
import io.lynceus.app.truth.LabelledPictures;
import io.lynceus.app.truth.TruthException;
import io.lynceus.app.truth.TruthReader;
import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccuracyTallyTest {
  private static final Sought FACE = new Sought(Analysis.FACES, "face");
  private static final Sought CAR = new Sought(Analysis.OBJECTS, "car");

  @TempDir Path folder;
  private final WorstPictures worst = new WorstPictures(2);
  private final AccuracyTally tally =
      new AccuracyTally(
          Map.of(
              "face",
              Optional.of(FACE),
              "car",
              Optional.of(CAR),
              "person",
              Optional.of(new Sought(Analysis.OBJECTS, "person")),
              "auto",
              Optional.of(CAR),
              "ghost",
              Optional.empty()),
          .5,
          worst);

  @Test
  void smallFacesAreIgnoredInTheRowsOfLargerOnes() throws IOException, TruthException {
    look("face 0 0 10 20, face 50 0 20 30", face(0, 0, 10, 20), face(50, 0, 20, 30));

    assertThat(row("face")).isEqualTo(new HitCounts(2, 0, 0));
    assertThat(row("face ≥ 12 px")).isEqualTo(new HitCounts(2, 0, 0));
    assertThat(row("face ≥ 24 px")).isEqualTo(new HitCounts(1, 0, 0));
    assertThat(row("face ≥ 40 px")).isEqualTo(HitCounts.NONE);
    assertThat(tally.sums().total()).isEqualTo(new HitCounts(2, 0, 0));
  }

  @Test
  void whatIsHigherCountsNeitherWayInTheRowOfWhatIsFarAway() throws IOException, TruthException {
    look(
        "person 0 0 20 59, person 50 0 20 60, person 100 0 20 40",
        person(0, 0, 20, 59),
        person(50, 0, 20, 60),
        person(150, 0, 20, 60),
        person(200, 0, 20, 59));

    assertThat(row("person")).isEqualTo(new HitCounts(2, 2, 1));
    assertThat(row("person < 60 px")).isEqualTo(new HitCounts(1, 1, 1));
    assertThat(tally.sums().total()).isEqualTo(new HitCounts(2, 2, 1));
  }

  @Test
  void twoNamesOfOneThingAreOneRow() throws IOException, TruthException {
    look("car 0 0 10 10, auto 50 0 10 10", car(0, 0, 10, 10), car(50, 0, 10, 10));

    assertThat(row("car")).isEqualTo(new HitCounts(2, 0, 0));
  }

  @Test
  void falseAlarmsWithoutAnyObjectAreCountedApart() throws IOException, TruthException {
    look("", car(0, 0, 10, 10), face(0, 0, 10, 10));
    look("ghost 0 0 5 5");
    look("car 90 0 10 10", car(0, 0, 10, 10));

    assertThat(tally.sums().empty()).isEqualTo(new AccuracyTally.Empty(2, 2));
    assertThat(tally.sums().empty().perPicture()).contains(1.0);
    assertThat(tally.sums().unknown()).containsExactly(Map.entry("ghost", 1));
  }

  @Test
  void whatIsNotLabelledAnywhereIsNoFalseAlarm() throws IOException, TruthException {
    look("car 0 0 10 10", Detection.labelled("dog", .9f, new Box(0, 0, 9, 9)));

    assertThat(tally.sums().total()).isEqualTo(new HitCounts(0, 0, 1));
    assertThat(tally.sums().unlabelled()).containsExactly(Map.entry("dog", 1));
  }

  @Test
  void theWorstPicturesAreKept() throws IOException, TruthException {
    look("car 0 0 10 10", car(0, 0, 10, 10)); // right
    look("car 0 0 10 10"); // one error
    look("car 0 0 10 10, car 50 0 10 10", car(200, 0, 9, 9)); // three
    look("car 0 0 10 10", car(50, 0, 10, 10)); // two

    assertThat(worst.worstFirst())
        .extracting(errors -> errors.counts().errors())
        .containsExactly(3, 2);
  }

  private HitCounts row(String title) {
    return tally.sums().rows().stream()
        .filter(row -> row.title().equals(title))
        .findFirst()
        .orElseThrow()
        .counts();
  }

  private static Detection person(int x, int y, int width, int height) {
    return Detection.labelled("person", .9f, new Box(x, y, width, height));
  }

  private static Detection car(int x, int y, int width, int height) {
    return Detection.labelled("car", .9f, new Box(x, y, width, height));
  }

  private static Detection face(int x, int y, int width, int height) {
    return Detection.pointed(.9f, new Box(x, y, width, height), List.of());
  }

  /** Looks at a picture with such labels, each a name and four numbers. */
  private void look(String labels, Detection... found) throws IOException, TruthException {
    StringBuilder json = new StringBuilder();
    for (String label : labels.isEmpty() ? new String[0] : labels.split(", ")) {
      String[] parts = label.split(" ", 2);
      json.append(json.isEmpty() ? "" : ",");
      json.append(
          "{\"class\":\"%s\",\"box\":[%s]}".formatted(parts[0], parts[1].replace(' ', ',')));
    }
    Files.writeString(folder.resolve("a.jpg"), "");
    Files.writeString(folder.resolve("ground_truth.json"), "{\"a.jpg\": [" + json + "]}");
    LabelledPictures read = TruthReader.read(folder, Optional.empty());
    LabelledPicture picture = read.pictures().get(0);
    List<Detection> all = List.of(found);
    Map<Analysis, Findings> findings =
        Map.of(
            Analysis.OBJECTS,
            Findings.ofDetections(
                "m", all.stream().filter(box -> box.label().isPresent()).toList()),
            Analysis.FACES,
            Findings.ofDetections("n", all.stream().filter(box -> box.label().isEmpty()).toList()));
    tally.add(
        picture,
        picture.labelsFor(300, 200),
        new Examiner.Seen(300, 200, Optional.empty(), findings, findings));
  }
}
