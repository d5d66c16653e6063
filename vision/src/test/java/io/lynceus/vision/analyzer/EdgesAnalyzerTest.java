package io.lynceus.vision.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AskOptions;
import io.lynceus.model.Findings;
import io.lynceus.model.Question;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.VisionConfig;
import org.junit.jupiter.api.Test;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.Scalar;
import org.opencv.imgcodecs.Imgcodecs;

class EdgesAnalyzerTest extends AnalyzerContract {
  private static final Question PNG = Question.of(AskOptions.NONE.with("edges", "png"));

  @Override
  Analyzer open() {
    return new EdgesAnalyzer(EdgesConfig.from(VisionConfig.defaults().settingsOf(Analysis.EDGES)));
  }

  @Override
  AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.EDGES;
  }

  @Override
  boolean isEmpty(Findings findings) {
    return findings.numbers().get("pixels") == 0;
  }

  @Test
  void theOutlineOfASquareIsOnePixelWide() throws Exception {
    Findings edges = analyze(square());

    assertThat(edges.numbers().get("pixels")).isBetween(220.0, 260.0);
    assertThat(edges.numbers().get("density"))
        .isCloseTo(edges.numbers().get("pixels") / 20_000.0, within(1e-12));
    assertThat(edges.map()).isEmpty();
  }

  @Test
  void theEdgeMapIsABilevelPngOfThePicturesSize() throws Exception {
    Findings edges = analyze(square(), PNG);
    byte[] png = edges.map().orElseThrow().toByteArray();
    Mat map = Imgcodecs.imdecode(new MatOfByte(png), Imgcodecs.IMREAD_UNCHANGED);

    assertThat(png[24]).as("bits a sample").isEqualTo((byte) 1);
    assertThat(png[25]).as("colour type grey").isEqualTo((byte) 0);
    assertThat(map.cols()).isEqualTo(200);
    assertThat(map.rows()).isEqualTo(100);
    assertThat(Core.countNonZero(map)).isEqualTo(edges.numbers().get("pixels").intValue());
    assertThat(Core.minMaxLoc(map).maxVal).isEqualTo(255);
  }

  @Test
  void theMapIsWhiteWhereTheEdgeIs() throws Exception {
    byte[] png = analyze(square(), PNG).map().orElseThrow().toByteArray();
    Mat map = Imgcodecs.imdecode(new MatOfByte(png), Imgcodecs.IMREAD_UNCHANGED);

    assertThat(Core.countNonZero(map.submat(40, 60, 68, 73))).isEqualTo(20);
    assertThat(Core.countNonZero(map.submat(30, 70, 80, 120))).isZero();
  }

  @Test
  void faintNoiseIsNoEdge() throws Exception {
    Mat noise = new Mat(100, 100, CvType.CV_8UC3);
    Core.setRNGSeed(1);
    Core.randn(noise, 128, 3);

    assertThat(isEmpty(analyze(TestImage.of(noise, ImageFormat.PNG)))).isTrue();
  }

  /** 200x100, black, with a white square of 60 pixels a side from (70, 20). */
  private static TestImage square() {
    Mat picture = new Mat(100, 200, CvType.CV_8UC3, Scalar.all(0));
    picture.submat(20, 80, 70, 130).setTo(Scalar.all(255));
    return TestImage.of(picture, ImageFormat.PNG);
  }

  @Test
  void theEdgesLieOverThePicture() throws Exception {
    Question overlay = Question.of(AskOptions.NONE.with("edges", "overlay"));

    Findings edges = analyze(square(), overlay);
    Mat map =
        Imgcodecs.imdecode(
            new MatOfByte(analyze(square(), PNG).map().orElseThrow().toByteArray()),
            Imgcodecs.IMREAD_UNCHANGED);
    Mat picture =
        Imgcodecs.imdecode(
            new MatOfByte(edges.map().orElseThrow().toByteArray()), Imgcodecs.IMREAD_UNCHANGED);

    assertThat(edges.numbers()).isEqualTo(analyze(square()).numbers());
    assertThat(edges.map().orElseThrow().isPicture()).isTrue();
    assertThat(analyze(square(), PNG).map().orElseThrow().isPicture()).isFalse();
    assertThat(picture.size()).isEqualTo(map.size());
    for (int y = 0; y < map.rows(); y += 3) {
      for (int x = 0; x < map.cols(); x++) {
        double[] pixel = picture.get(y, x);
        boolean magenta = pixel[0] == 0xD8 && pixel[1] == 0x4D && pixel[2] == 0xFF;
        assertThat(magenta).isEqualTo(map.get(y, x)[0] != 0);
      }
    }
  }
}
