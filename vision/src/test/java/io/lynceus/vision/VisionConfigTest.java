package io.lynceus.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.lynceus.model.Analysis;
import io.lynceus.model.network.NetworkId;
import io.lynceus.model.settings.SettingBounds;
import io.lynceus.vision.analyzer.AnalysisSettings;
import io.lynceus.vision.analyzer.CornersConfig;
import io.lynceus.vision.analyzer.EdgesConfig;
import io.lynceus.vision.analyzer.FacesConfig;
import io.lynceus.vision.analyzer.ObjectsConfig;
import io.lynceus.vision.haar.HaarAnalyzer;
import io.lynceus.vision.haar.HaarConfig;
import io.lynceus.vision.match.MatchConfig;
import io.lynceus.vision.network.ModelConf;
import io.lynceus.vision.network.NetworkDescription;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.ShippedNetworks;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
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
      analysis.objects.max-overlap-of-labels | a number   | -0.0001 | 0        | 1    | 1.0001
      analysis.faces.min-score           | a number       | -0.0001 | 0        | 1    | 1.0001
      analysis.faces.long-side           | a whole number | 63      | 64       | 2048 | 2049
      analysis.faces.close-up-long-side  | a whole number | 63      | 64       | 2048 | 2049
      analysis.faces.close-up-height     | a number       | -0.0001 | 0        | 1    | 1.0001
      analysis.faces.close-up-hint-score | a number       | -0.0001 | 0        | 1    | 1.0001
      analysis.faces.close-up-hint-height | a number      | -0.0001 | 0        | 1    | 1.0001
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
      analysis.haar.scale-step           | a number       | 1.0099  | 1.01     | 2    | 2.0001
      analysis.haar.neighbours           | a whole number | 0       | 1        | 50   | 51
      analysis.haar.least-side           | a whole number | 11      | 12       | 2048 | 2049
      analysis.haar.long-side            | a whole number | 63      | 64       | 4096 | 4097
      analysis.match.min-score           | a number       | -0.0001 | 0        | 1    | 1.0001
      analysis.match.scale               | a number       | 0.9999  | 1        | 4    | 4.0001
      analysis.match.rotation            | a number       | -0.0001 | 0        | 45   | 45.0001
      analysis.match.long-side           | a whole number | 63      | 64       | 2048 | 2049
      analysis.match.max-found           | a whole number | 0       | 1        | 100  | 101
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
                .filter(key -> key.startsWith("analysis.") && !key.endsWith(".network"))
                .filter(key -> !key.equals("analysis.haar.cascade"))
                .filter(key -> !key.equals("analysis.match.dir"))
                .toList());
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> new ObjectsConfig(Double.NaN, Map.of(), 512, 0.5, 0.8))
        .hasMessage("analysis.objects.min-score is a number from 0 to 1, not NaN");
  }

  @Test
  void aKeyThatIsNotSetIsNamed() {
    assertThatThrownBy(() -> EdgesConfig.from(AnalysisSettings.none(Analysis.EDGES)))
        .hasMessage("analysis.edges.blur is not set");
    assertThatThrownBy(() -> open("analysis.edges.blur", "auto"))
        .hasMessage("analysis.edges.blur is not set");
  }

  @Test
  void whatIsAutoIsAsTheNetworkSays() throws NetworkException {
    NetworkDescription network =
        network("input.long-side = 320, overlap = 0.6, thresholds { default = 0.2, a = 0.5 }");
    VisionConfig defaults = VisionConfig.defaults();

    assertThat(ObjectsConfig.from(defaults.settingsOf(Analysis.OBJECTS), network))
        .isEqualTo(new ObjectsConfig(0.2, Map.of("a", 0.5), 320, 0.6, 0.8));
    assertThat(
            ObjectsConfig.from(
                defaults
                    .with(Analysis.OBJECTS, Map.of("min-score", "0.4", "long-side", "640"))
                    .settingsOf(Analysis.OBJECTS),
                network))
        .isEqualTo(new ObjectsConfig(0.4, Map.of(), 640, 0.6, 0.8));
  }

  @Test
  void aLongSideForAnInputOfOneSizeIsRefused() throws NetworkException {
    NetworkDescription network = network("input.size = [416, 320]");
    AnalysisSettings set = read("analysis.objects.long-side", "640").settingsOf(Analysis.OBJECTS);

    assertThatThrownBy(() -> ObjectsConfig.from(set, network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "analysis.objects.long-side has no effect: the input of the network mine:1 is always"
                + " 416x320; set it to auto");
  }

  private static NetworkDescription network(String text) throws NetworkException {
    String all = "kind = yolox, labels = [a, b], sha256 = " + "0".repeat(64) + "\n" + text;
    return ModelConf.parse(new NetworkId("mine", "1"), all);
  }

  @Test
  void anEmptyFolderIsNone() {
    assertThat(read("models.dir", " ").modelsDir()).isEmpty();
    assertThat(read("models.dir", "/m").modelsDir()).contains(Path.of("/m"));
    assertThat(read("native.dir", "").nativeDir()).isEmpty();
  }

  private static void open(String key, String value) {
    VisionConfig config = read(key, value);
    ObjectsConfig.from(config.settingsOf(Analysis.OBJECTS), shipped(0));
    FacesConfig.from(config.settingsOf(Analysis.FACES), shipped(1));
    EdgesConfig.from(config.settingsOf(Analysis.EDGES));
    CornersConfig.from(config.settingsOf(Analysis.CORNERS));
    HaarConfig.from(config.settingsOf(HaarAnalyzer.ANALYSIS));
    MatchConfig.from(config.settingsOf(new Analysis("match")));
  }

  private static NetworkDescription shipped(int number) {
    try {
      return ShippedNetworks.describe(ShippedNetworks.ALL.get(number));
    } catch (NetworkException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static VisionConfig read(String key, String value) {
    Config settings = VisionConfig.settings().withValue(key, ConfigValueFactory.fromAnyRef(value));
    return VisionConfig.from(settings);
  }
}
