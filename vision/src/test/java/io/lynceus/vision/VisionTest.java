package io.lynceus.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Ask;
import io.lynceus.model.Findings;
import io.lynceus.model.image.ImageFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;

class VisionTest {
  @TempDir private Path folder;

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  @Test
  void theFourAnalysesAreThereAndLookAtOnePicture() throws Exception {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(TestImage.path("astronaut.png")));
    try (Vision vision = Vision.open(VisionConfig.defaults())) {
      assertThat(vision.libraries().openCvVersion()).isNotEmpty();
      assertThat(vision.descriptors())
          .extracting(AnalysisDescriptor::analysis)
          .containsExactlyElementsOf(Analysis.STANDARD);
      assertThat(vision.descriptors().get(0).labels().labels())
          .as("the slave tells its master which labels there are")
          .hasSize(80)
          .contains("person", "cell phone");

      Map<Analysis, Findings> found = vision.analyze(file, Ask.DEFAULT);
      assertThat(found).containsOnlyKeys(Analysis.STANDARD.toArray(Analysis[]::new));
      assertThat(found.get(Analysis.FACES).boxes()).hasSize(1);

      assertThat(vision.analyze(file, Ask.DEFAULT.withAnalyses(List.of(Analysis.EDGES))))
          .containsOnlyKeys(Analysis.EDGES);
      assertThatThrownBy(() -> vision.analyze(file, Ask.DEFAULT.withOption("labels", "people")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("did you mean person?");
    }
  }

  @Test
  void aPictureOfAThermalCameraIsAnalysedLikeOneOfEightBits() throws Exception {
    Mat grey = TestImage.sample("astronaut.png").pixels(Imgcodecs.IMREAD_GRAYSCALE);
    Mat thermal = new Mat();
    grey.convertTo(thermal, CvType.CV_16U, 1850 / 255.0, 29100);
    try (Vision vision = Vision.open(VisionConfig.defaults())) {
      Map<Analysis, Findings> asEight = analyze(vision, grey);
      Map<Analysis, Findings> found = analyze(vision, thermal);

      assertThat(found.get(Analysis.FACES).boxes())
          .isNotEmpty()
          .hasSameSizeAs(asEight.get(Analysis.FACES).boxes());
      assertThat(found.get(Analysis.OBJECTS).boxes())
          .anyMatch(box -> box.label().equals(Optional.of("person")));
      assertThat(found.get(Analysis.EDGES).numbers().get("density"))
          .isCloseTo(asEight.get(Analysis.EDGES).numbers().get("density"), withinPercentage(10));
      assertThat(found.get(Analysis.CORNERS).points().orElseThrow())
          .hasSameSizeAs(asEight.get(Analysis.CORNERS).points().orElseThrow());
    }
  }

  private static Map<Analysis, Findings> analyze(Vision vision, Mat pixels) throws Exception {
    return vision.analyze(TestImage.of(pixels, ImageFormat.PNG).file(), Ask.DEFAULT);
  }

  @Test
  void aBrokenModelOfTheUserStopsTheStartAndIsNamed() throws IOException {
    Path model = Files.write(folder.resolve("blazeface-back.onnx"), new byte[] {1});

    assertThatThrownBy(() -> Vision.open(VisionConfig.defaults().withModelsDir(folder)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(model.toString());
  }

  @Test
  void aFolderOfModelsWithoutAnyThatCountsStopsTheStartAndNamesThem() throws IOException {
    Files.write(folder.resolve("centernet.onnx"), new byte[] {1});

    assertThatThrownBy(() -> Vision.open(VisionConfig.defaults().withModelsDir(folder)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("models.dir")
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("blazeface-back.onnx, centernet-mbv3-coco80.onnx");
  }

  @Test
  void aFolderOfModelsMayReplaceOneNetworkOnly() throws IOException {
    try (var shipped = Vision.class.getResourceAsStream("network/blazeface-back/1/model.onnx")) {
      Files.copy(shipped, folder.resolve("blazeface-back.onnx"));
    }
    try (Vision vision = Vision.open(VisionConfig.defaults().withModelsDir(folder))) {
      assertThat(vision.descriptors())
          .extracting(AnalysisDescriptor::analysis)
          .containsAll(Analysis.STANDARD);
    }
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

    assertThatThrownBy(() -> Vision.open(VisionConfig.defaults().withPluginsDir(folder)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(jar.toString());
  }

  private static VisionConfig set(Analysis analysis, Map<String, String> values) {
    return VisionConfig.defaults().with(analysis, values);
  }
}
