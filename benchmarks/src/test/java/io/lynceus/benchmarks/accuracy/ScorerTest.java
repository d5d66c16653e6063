package io.lynceus.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.benchmarks.accuracy.Detections.Detected;
import io.lynceus.benchmarks.accuracy.LabelledFolder.Labelled;
import io.lynceus.benchmarks.accuracy.Scorer.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorerTest {
  private static final Area HERE = new Area(0, 0, 10, 10);
  private static final Area NEARBY = new Area(0, 3, 10, 10);
  private static final Area FAR = new Area(50, 50, 10, 10);

  @TempDir private Path folder;

  @Test
  void aDetectionOnALabelIsFoundOthersAreFalseAlarmsAndOtherLabelsMissed() {
    Scorer scorer = scorer(0, 0);
    scorer.add(List.of(label(HERE), label(FAR)), List.of(cat(NEARBY, 0.5), dog(FAR, 0.9)));

    assertThat(scorer.scores().get("cat")).isEqualTo(new Score(1, 0, 1));
    assertThat(scorer.scores().get("dog")).isEqualTo(new Score(0, 1, 0));
    assertThat(scorer.total()).isEqualTo(new Score(1, 1, 1));
  }

  @Test
  void aLabelIsMatchedOnceByTheBestDetection() {
    Scorer scorer = scorer(0, 0);
    scorer.add(List.of(label(HERE)), List.of(cat(NEARBY, 0.5), cat(HERE, 0.9)));

    assertThat(scorer.total()).isEqualTo(new Score(1, 1, 0));
  }

  @Test
  void theLeastOverlapIsEnough() {
    Area half = new Area(0, 0, 10, 5);
    Scorer scorer = scorer(0, 0);
    scorer.add(List.of(label(HERE)), List.of(cat(half, 0.5)));

    assertThat(scorer.total()).isEqualTo(new Score(1, 0, 0));
  }

  @Test
  void ignoredLabelsAreNeitherMissesNorFalseAlarms() {
    Scorer scorer = scorer(0, 0);
    Labelled crowd = new Labelled("cat", new Area(40, 40, 100, 100), true);
    scorer.add(List.of(crowd), List.of(cat(FAR, 0.5), cat(FAR, 0.4)));

    assertThat(scorer.total()).isEqualTo(Score.NONE);
  }

  @Test
  void labelsBelowTheLeastSizeAreIgnored() {
    Scorer scorer = scorer(11, 0);
    scorer.add(List.of(label(HERE), label(FAR)), List.of(cat(NEARBY, 0.5)));

    assertThat(scorer.total()).isEqualTo(Score.NONE);
  }

  @Test
  void detectionsBelowTheLeastScoreAreIgnored() {
    Scorer scorer = scorer(0, 0.6);
    scorer.add(List.of(), List.of(cat(HERE, 0.59), cat(FAR, 0.6)));

    assertThat(scorer.total()).isEqualTo(new Score(0, 1, 0));
  }

  @Test
  void precisionAndRecallAreSharesOfDetectionsAndLabels() {
    Score score = new Score(3, 1, 3);

    assertThat(score.precision()).isEqualTo(0.75);
    assertThat(score.recall()).isEqualTo(0.5);
    assertThat(score.f1()).isCloseTo(0.6, within(1e-12));
    assertThat(Score.NONE.f1()).isZero();
  }

  @Test
  void labelsAreReadFromTheirFile() throws Exception {
    Files.writeString(
        folder.resolve("ground_truth.json"),
        """
        {"a.png": [{"class": "face", "box": [1, 2, 3, 4.5]},
                   {"class": "face", "box": [5, 6, 7, 8], "ignore": true}],
         "b.png": []}
        """);

    LabelledFolder labelled = LabelledFolder.read(folder);

    assertThat(labelled.isOfFaces()).isTrue();
    assertThat(labelled.pictures()).containsOnlyKeys("a.png", "b.png");
    assertThat(labelled.pictures().get("a.png"))
        .containsExactly(
            new Labelled("face", new Area(1, 2, 3, 4.5), false),
            new Labelled("face", new Area(5, 6, 7, 8), true));
  }

  private static Scorer scorer(double minSide, double minScore) {
    return new Scorer(new Rule(Optional.empty(), 0.5, minSide, minScore));
  }

  private static Labelled label(Area area) {
    return new Labelled("cat", area, false);
  }

  private static Detected cat(Area area, double score) {
    return new Detected("cat", area, score);
  }

  private static Detected dog(Area area, double score) {
    return new Detected("dog", area, score);
  }
}
