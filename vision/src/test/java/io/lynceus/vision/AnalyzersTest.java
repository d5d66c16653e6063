package io.lynceus.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Analysis;
import io.lynceus.vision.analyzer.CornersConfig;
import io.lynceus.vision.analyzer.EdgesConfig;
import io.lynceus.vision.analyzer.FacesConfig;
import io.lynceus.vision.analyzer.ObjectsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnalyzersTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Analysis.class)
  void everyAnalysisHasItsAnalyzer(Analysis analysis) throws IOException {
    try (Analyzers analyzers = Analyzers.open(VisionConfig.DEFAULT)) {
      assertThat(analyzers.get(analysis).analysis()).isEqualTo(analysis);
      assertThat(analyzers.libraries().openCvVersion()).isNotEmpty();
    }
  }

  @Test
  void aBrokenModelOfTheUserStopsTheStartAndIsNamed() throws IOException {
    Path model = Files.write(folder.resolve("blazeface-back.onnx"), new byte[] {1});
    VisionConfig config =
        new VisionConfig(
            Optional.of(folder),
            Optional.empty(),
            ObjectsConfig.DEFAULT,
            FacesConfig.DEFAULT,
            EdgesConfig.DEFAULT,
            CornersConfig.DEFAULT);

    assertThatThrownBy(() -> Analyzers.open(config))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(model.toString());
  }
}
