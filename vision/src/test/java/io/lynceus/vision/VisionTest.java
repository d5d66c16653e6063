package io.lynceus.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Ask;
import io.lynceus.model.Findings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VisionTest {
  @TempDir private Path folder;

  @Test
  void theFourAnalysesAreThereAndLookAtOnePicture() throws Exception {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(TestImage.path("astronaut.png")));
    try (Vision vision = Vision.open(VisionConfig.DEFAULT)) {
      assertThat(vision.libraries().openCvVersion()).isNotEmpty();
      assertThat(vision.descriptors()).containsExactlyElementsOf(AnalysisDescriptor.STANDARD);

      Map<Analysis, Findings> found = vision.analyze(file, Ask.DEFAULT);
      assertThat(found).containsOnlyKeys(Analysis.STANDARD.toArray(Analysis[]::new));
      assertThat(found.get(Analysis.FACES).boxes()).hasSize(1);

      assertThat(vision.analyze(file, Ask.DEFAULT.withAnalyses(List.of(Analysis.EDGES))))
          .containsOnlyKeys(Analysis.EDGES);
    }
  }

  @Test
  void aBrokenModelOfTheUserStopsTheStartAndIsNamed() throws IOException {
    Path model = Files.write(folder.resolve("blazeface-back.onnx"), new byte[] {1});

    assertThatThrownBy(() -> Vision.open(VisionConfig.DEFAULT.withModelsDir(folder)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(model.toString());
  }

  @Test
  void aSettingThatAnAnalysisDoesNotHaveStopsTheStartAndIsNamed() {
    assertThatThrownBy(() -> Vision.open(set(Analysis.EDGES, Map.of("blurr", "1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("analysis.edges.blurr");
    assertThatThrownBy(() -> Vision.open(set(Analysis.EDGES, Map.of("blur", "11"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("analysis.edges.blur");
    assertThatThrownBy(() -> Vision.open(set(new Analysis("smoke"), Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("analysis.smoke");
  }

  @Test
  void aJarWithoutAPluginStopsTheStartAndIsNamed() throws IOException {
    Path jar =
        Files.write(
            folder.resolve("empty.jar"),
            new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});

    assertThatThrownBy(() -> Vision.open(VisionConfig.DEFAULT.withPluginsDir(folder)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(jar.toString());
  }

  private static VisionConfig set(Analysis analysis, Map<String, String> values) {
    return new VisionConfig(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new TreeMap<>(Map.of(analysis, values)));
  }
}
