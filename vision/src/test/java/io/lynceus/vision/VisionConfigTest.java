package io.lynceus.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.lynceus.model.Analysis;
import io.lynceus.model.settings.SettingBounds;
import io.lynceus.vision.analyzer.AnalysisSettings;
import io.lynceus.vision.analyzer.CornersConfig;
import io.lynceus.vision.analyzer.EdgesConfig;
import io.lynceus.vision.analyzer.FacesConfig;
import io.lynceus.vision.analyzer.ObjectsConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VisionConfigTest {
  private static final String BOUNDS =
      """
      analysis.objects.min-score         | a number       | -0.0001 | 0        | 1    | 1.0001
      analysis.objects.long-side         | a whole number | 63      | 64       | 2048 | 2049
      analysis.objects.max-overlap       | a number       | -0.0001 | 0        | 1    | 1.0001
      analysis.faces.min-score           | a number       | -0.0001 | 0        | 1    | 1.0001
      analysis.faces.long-side           | a whole number | 63      | 64       | 2048 | 2049
      analysis.faces.close-up-long-side  | a whole number | 63      | 64       | 2048 | 2049
      analysis.faces.close-up-height     | a number       | -0.0001 | 0        | 1    | 1.0001
      analysis.faces.max-overlap         | a number       | -0.0001 | 0        | 1    | 1.0001
      analysis.edges.blur                | a number       | -0.0001 | 0        | 10   | 10.0001
      analysis.edges.weak-share          | a number       | -0.0001 | 0        | 1    | 1.0001
      analysis.edges.low-ratio           | a number       | -0.0001 | 0        | 1    | 1.0001
      analysis.edges.min-gradient        | a whole number | -1      | 0        | 2040 | 2041
      analysis.corners.max-points        | a whole number | 0       | 1        | 500  | 501
      analysis.corners.quality           | a number       | 0       | 0.000001 | 1    | 1.0001
      analysis.corners.min-strength      | a number       | -0.0001 | 0        | 1    | 1.0001
      analysis.corners.min-distance      | a number       | -0.0001 | 0        | 1    | 1.0001
      analysis.corners.block-size        | a whole number | 1       | 2        | 31   | 32
      """;

  static Stream<SettingBounds> bounds() {
    return SettingBounds.of(BOUNDS);
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void theBoundsAreAllowedAndWhatIsBeyondThemIsRefused(SettingBounds bounds) {
    bounds.check(VisionConfigTest::open);
  }

  @Test
  void everyKeyOfTheAnalysesHasBounds() {
    assertThat(bounds().map(SettingBounds::key))
        .containsExactlyInAnyOrderElementsOf(
            VisionConfig.settings().entrySet().stream()
                .map(entry -> entry.getKey())
                .filter(key -> key.startsWith("analysis."))
                .toList());
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> new ObjectsConfig(Double.NaN, 512, 0.5))
        .hasMessage("analysis.objects.min-score is a number from 0 to 1, not NaN");
  }

  @Test
  void aKeyThatIsNotSetIsNamed() {
    AnalysisSettings none = AnalysisSettings.none(Analysis.OBJECTS);
    assertThatThrownBy(() -> ObjectsConfig.from(none))
        .hasMessage("analysis.objects.min-score is not set");
    AnalysisSettings score =
        new AnalysisSettings(Analysis.OBJECTS, Map.of("min-score", "0.5"), Optional.empty());
    assertThatThrownBy(() -> ObjectsConfig.from(score))
        .hasMessage("analysis.objects.long-side is not set");
  }

  @Test
  void anEmptyFolderIsNone() {
    assertThat(read("models.dir", " ").modelsDir()).isEmpty();
    assertThat(read("models.dir", "/m").modelsDir()).contains(Path.of("/m"));
    assertThat(read("native.dir", "").nativeDir()).isEmpty();
  }

  private static void open(String key, String value) {
    VisionConfig config = read(key, value);
    ObjectsConfig.from(config.settingsOf(Analysis.OBJECTS));
    FacesConfig.from(config.settingsOf(Analysis.FACES));
    EdgesConfig.from(config.settingsOf(Analysis.EDGES));
    CornersConfig.from(config.settingsOf(Analysis.CORNERS));
  }

  private static VisionConfig read(String key, String value) {
    Config settings = VisionConfig.settings().withValue(key, ConfigValueFactory.fromAnyRef(value));
    return VisionConfig.from(settings);
  }
}
