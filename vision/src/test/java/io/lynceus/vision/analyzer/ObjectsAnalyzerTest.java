package io.lynceus.vision.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AskOptions;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Question;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.VisionConfig;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectsAnalyzerTest extends AnalyzerContract {

  @Override
  Analyzer open() throws IOException {
    return new ObjectsAnalyzer.Plugin().open(VisionConfig.defaults().settingsOf(Analysis.OBJECTS));
  }

  @Override
  AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.OBJECTS;
  }

  @Override
  boolean isEmpty(Findings findings) {
    return findings.boxes().isEmpty();
  }

  @Test
  void theAstronautIsOnePersonBestFirst() throws Exception {
    Findings findings = analyze(person());

    assertThat(findings.model()).isEqualTo("centernet-mbv3-coco80:1@ff9c859a");
    assertThat(findings.boxes().get(0).label()).contains("person");
    assertThat(findings.boxes())
        .filteredOn(object -> object.label().orElseThrow().equals("person"))
        .hasSize(1);
    assertThat(findings.boxes())
        .isSortedAccordingTo(Comparator.comparing(Detection::score).reversed())
        .allMatch(object -> object.score() >= 0.3);
  }

  @Test
  void theCatIsACatAndNothingElse() throws Exception {
    assertThat(detections(cat(), Question.DEFAULT))
        .extracting(box -> box.label().orElseThrow())
        .containsExactly("cat");
  }

  @Test
  void whoAsksForDogsOnlyIsNotGivenTheCat() throws Exception {
    assertThat(detections(cat(), Question.of(AskOptions.NONE.with("labels", "dog")))).isEmpty();
    assertThat(detections(cat(), Question.of(AskOptions.NONE.with("labels", "cat")))).hasSize(1);
  }

  @Test
  void boxesLieInThePicture() throws Exception {
    for (Detection object : detections(person(), minScore(0.05))) {
      Box box = object.box();
      assertThat(box.x()).isBetween(0f, 512f);
      assertThat(box.y()).isBetween(0f, 512f);
      assertThat(box.x() + box.width()).isLessThanOrEqualTo(512.01f);
      assertThat(box.y() + box.height()).isLessThanOrEqualTo(512.01f);
    }
  }

  @Test
  void onlyAskedLabelsAreReportedInAnyCase() throws Exception {
    Question onlyPersons =
        Question.of(AskOptions.NONE.with("labels", "PER_SON,unicorn").with("min-score", "0.1"));

    assertThat(detections(person(), onlyPersons))
        .isNotEmpty()
        .allMatch(object -> object.label().orElseThrow().equals("person"));
  }

  @Test
  void theScoreCanBeAskedHigherAndLower() throws Exception {
    int usual = detections(person(), Question.DEFAULT).size();

    assertThat(detections(person(), minScore(0.05))).hasSizeGreaterThan(usual);
    assertThat(detections(person(), minScore(1))).isEmpty();
    assertThat(detections(person(), minScore(0))).hasSizeLessThanOrEqualTo(500);
  }

  private static TestImage cat() {
    return TestImage.sample("chelsea.png");
  }

  private List<Detection> detections(TestImage image, Question question) throws Exception {
    return analyze(image, question).boxes();
  }

  private static Question minScore(double score) {
    return Question.of(AskOptions.NONE.with("min-score", String.valueOf(score)));
  }
}
