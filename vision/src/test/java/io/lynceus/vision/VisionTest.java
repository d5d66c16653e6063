package io.lynceus.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Ask;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.vision.network.NetworkFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
          .startsWith(Analysis.STANDARD.toArray(Analysis[]::new))
          .endsWith(
              new Analysis("clarify"),
              new Analysis("embedding"),
              new Analysis("haar"),
              new Analysis("match"),
              new Analysis("scene"),
              new Analysis("watches"));
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
  void aLookTellsInWhatConditionThePictureIs() throws Exception {
    byte[] whole = Files.readAllBytes(TestImage.path("rocket.jpg"));
    byte[] hurt = whole.clone();
    Arrays.fill(hurt, hurt.length / 3, hurt.length - 2, (byte) 0xD9);
    Ask ask = Ask.DEFAULT.withAnalyses(List.of(Analysis.EDGES));
    try (Vision vision = Vision.open(VisionConfig.defaults())) {
      assertThat(vision.look(ByteBuffer.wrap(whole), ask).condition().isWhole()).isTrue();
      assertThat(vision.look(ByteBuffer.wrap(hurt), ask).condition().isWhole()).isFalse();
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
  void aNetworkOfTheUsersOwnIsUsedWithItsLabelsAndNamedInTheFindings() throws Exception {
    float[] rows = new float[84 * 7]; // 64x64: 64 + 16 + 4 cells
    float[] bolt = {4, 3, (float) Math.log(2), (float) Math.log(4), 1, 0.25f, 0.75f};
    System.arraycopy(bolt, 0, rows, 0, 7);
    byte[] onnx =
        new TestOnnx(1, 3, 64, 64).constant("output", new long[] {1, 84, 7}, rows).bytes();
    writeNetwork("bolts", onnx, "kind = yolox, labels = [nut, bolt], input.size = [64, 64]");
    Files.writeString(folder.resolve("use.conf"), "objects = bolts");
    ByteBuffer file = TestImage.flat(128, 96, 90).file();

    try (Vision vision =
        Vision.open(VisionConfig.defaults().withModelsDir(folder), Analysis.OBJECTS::equals)) {
      Findings found = vision.analyze(file, objects(Ask.DEFAULT)).get(Analysis.OBJECTS);

      assertThat(vision.descriptors().get(0).labels().labels()).containsExactly("nut", "bolt");
      assertThat(found.model()).isEqualTo("bolts:1@" + NetworkFile.sha256(onnx).substring(0, 8));
      assertThat(found.boxes()).hasSize(1);
      Detection best = found.boxes().get(0);
      assertThat(best.label()).contains("bolt");
      assertThat(best.score()).isEqualTo(0.75f);
      assertThat(best.box().x()).isCloseTo(48, within(0.01f));
      assertThat(best.box().y()).isCloseTo(16, within(0.01f));
      assertThat(best.box().width()).isCloseTo(32, within(0.01f));
      assertThat(best.box().height()).isCloseTo(64, within(0.01f));
      Ask onlyNuts = objects(Ask.DEFAULT.withOption("labels", "Nut"));
      assertThat(vision.analyze(file, onlyNuts).get(Analysis.OBJECTS).boxes()).isEmpty();
    }
  }

  private static Ask objects(Ask ask) {
    return ask.withAnalyses(List.of(Analysis.OBJECTS));
  }

  @Test
  void aNetworkForFacesThatIsChosenBySettingsHasItsOwnKeyPoints() throws Exception {
    TestOnnx onnx = new TestOnnx(1, 3, 64, 64);
    for (int stride : new int[] {8, 16, 32}) {
      int cells = 64 / stride * (64 / stride);
      float[] scores = new float[cells];
      scores[0] = stride == 32 ? 0.81f : 0;
      onnx.constant("cls_" + stride, new long[] {1, cells, 1}, scores)
          .constant("obj_" + stride, new long[] {1, cells, 1}, scores)
          .constant("bbox_" + stride, new long[] {1, cells, 4}, new float[cells * 4])
          .constant("kps_" + stride, new long[] {1, cells, 10}, new float[cells * 10]);
    }
    writeNetwork("tiny", onnx.bytes(), "kind = yunet, input.size = [64, 64]");
    VisionConfig config =
        VisionConfig.defaults()
            .withModelsDir(folder)
            .with(Analysis.FACES, Map.of("network", "tiny:1"));
    Ask faces = Ask.DEFAULT.withAnalyses(List.of(Analysis.FACES));

    try (Vision vision = Vision.open(config, Analysis.FACES::equals)) {
      Findings found = vision.analyze(TestImage.flat(64, 64, 90).file(), faces).get(Analysis.FACES);

      assertThat(found.model()).startsWith("tiny:1@");
      assertThat(found.boxes()).hasSize(1);
      assertThat(found.boxes().get(0).box()).isEqualTo(new Box(0, 0, 16, 16));
      assertThat(found.boxes().get(0).points()).hasSize(5);
    }
  }

  private void writeNetwork(String name, byte[] onnx, String conf) throws IOException {
    Path own = Files.createDirectories(folder.resolve(name).resolve("1"));
    Files.write(own.resolve("model.onnx"), onnx);
    Files.writeString(own.resolve("model.conf"), conf + "\nsha256 = " + NetworkFile.sha256(onnx));
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
