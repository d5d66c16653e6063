package io.lynceus.examples.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.vision.Vision;
import io.lynceus.vision.VisionConfig;
import io.lynceus.vision.analyzer.AnalysisSettings;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PluginsTest {
  private static final Analysis SHARPNESS = new Analysis("sharpness");
  private static final Analysis FACE_QUALITY = new Analysis("face-quality");

  @Test
  void bothAreFoundAndTheFacesThatOneNeedsAreLookedForFirst() throws Exception {
    try (Vision vision = Vision.open(VisionConfig.defaults())) {
      Map<Analysis, Findings> found =
          analyze(vision, Ask.DEFAULT.withAnalyses(List.of(FACE_QUALITY, SHARPNESS)));

      assertThat(found).containsOnlyKeys(FACE_QUALITY, SHARPNESS);
      assertThat(found.get(SHARPNESS).numbers()).containsEntry("blurred", 0.0);
      assertThat(found.get(FACE_QUALITY).boxes())
          .singleElement()
          .satisfies(face -> assertThat(face.attributes()).containsKey("sharpness"));
    }
  }

  @Test
  void facesBelowTheAskedSharpnessAreLeftOut() throws Exception {
    try (Vision vision = Vision.open(VisionConfig.defaults())) {
      Ask ask =
          Ask.DEFAULT.withAnalyses(List.of(FACE_QUALITY)).withOption("min-sharpness", "100000");

      List<Detection> faces = analyze(vision, ask).get(FACE_QUALITY).boxes();

      assertThat(faces).isEmpty();
    }
  }

  @Test
  void aWrongSettingIsNamed() {
    assertThatThrownBy(
            () ->
                new SharpnessPlugin()
                    .open(new AnalysisSettings(SHARPNESS, Map.of("blured", "1"), Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("analysis.sharpness.blured");
  }

  private static Map<Analysis, Findings> analyze(Vision vision, Ask ask) throws Exception {
    Path sample = Path.of("..", "..", "samples", "astronaut.png");
    return vision.analyze(ByteBuffer.wrap(Files.readAllBytes(sample)), ask);
  }
}
