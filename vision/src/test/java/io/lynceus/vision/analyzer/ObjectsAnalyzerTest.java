package io.lynceus.vision.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.ObjectDetection;
import io.lynceus.model.UnitOptions;
import io.lynceus.vision.TestImage;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ObjectsAnalyzerTest extends AnalyzerContract {

  @Override
  Analyzer open() throws IOException {
    return ObjectsAnalyzer.open(ObjectsConfig.DEFAULT, Optional.empty());
  }

  @Override
  boolean isEmpty(Findings findings) {
    return ((Findings.Objects) findings).detections().isEmpty();
  }

  @Test
  void theAstronautIsOnePersonBestFirst() throws Exception {
    Findings.Objects findings = (Findings.Objects) analyze(person());

    assertThat(findings.model()).isEqualTo("centernet-mbv3-coco80");
    assertThat(findings.detections().get(0).label()).isEqualTo("person");
    assertThat(findings.detections())
        .filteredOn(object -> object.label().equals("person"))
        .hasSize(1);
    assertThat(findings.detections())
        .isSortedAccordingTo(Comparator.comparing(ObjectDetection::score).reversed())
        .allMatch(object -> object.score() >= 0.3);
  }

  @Test
  void theCatIsACat() throws Exception {
    assertThat(detections(TestImage.sample("chelsea.png"), UnitOptions.DEFAULT))
        .extracting(ObjectDetection::label)
        .contains("cat");
  }

  @Test
  void boxesLieInThePicture() throws Exception {
    for (ObjectDetection object : detections(person(), minScore(0.05))) {
      Box box = object.box();
      assertThat(box.x()).isBetween(0f, 512f);
      assertThat(box.y()).isBetween(0f, 512f);
      assertThat(box.x() + box.width()).isLessThanOrEqualTo(512.01f);
      assertThat(box.y() + box.height()).isLessThanOrEqualTo(512.01f);
    }
  }

  @Test
  void onlyAskedLabelsAreReportedInAnyCase() throws Exception {
    UnitOptions onlyPersons =
        new UnitOptions(false, List.of("PERSON", "unicorn"), OptionalDouble.of(0.1));

    assertThat(detections(person(), onlyPersons))
        .isNotEmpty()
        .allMatch(object -> object.label().equals("person"));
  }

  @Test
  void theScoreCanBeAskedHigherAndLower() throws Exception {
    int usual = detections(person(), UnitOptions.DEFAULT).size();

    assertThat(detections(person(), minScore(0.05))).hasSizeGreaterThan(usual);
    assertThat(detections(person(), minScore(1))).isEmpty();
    assertThat(detections(person(), minScore(0))).hasSizeLessThanOrEqualTo(500);
  }

  @Test
  void illegalSettingsAreNamed() {
    assertThatThrownBy(() -> new ObjectsConfig(1.01, 512, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("analysis.objects.min-score is a number from 0 to 1");
    assertThatThrownBy(() -> new ObjectsConfig(Double.NaN, 512, 0.5))
        .hasMessageContaining("analysis.objects.min-score");
    assertThatThrownBy(() -> new ObjectsConfig(0.3, 63, 0.5))
        .hasMessage("analysis.objects.long-side is a whole number from 64 to 2048");
    assertThatThrownBy(() -> new ObjectsConfig(0.3, 2049, 0.5))
        .hasMessageContaining("analysis.objects.long-side");
    assertThatThrownBy(() -> new ObjectsConfig(0.3, 512, -0.1))
        .hasMessageContaining("analysis.objects.max-overlap");
  }

  private List<ObjectDetection> detections(TestImage image, UnitOptions options) throws Exception {
    return ((Findings.Objects) analyze(image, options)).detections();
  }

  private static UnitOptions minScore(double score) {
    return new UnitOptions(false, List.of(), OptionalDouble.of(score));
  }
}
