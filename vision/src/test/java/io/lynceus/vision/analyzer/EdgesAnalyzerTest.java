package io.lynceus.vision.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AskOptions;
import io.lynceus.model.Findings;
import io.lynceus.model.Question;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.vision.TestImage;
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
    return new EdgesAnalyzer(EdgesConfig.DEFAULT);
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

  @Test
  void illegalSettingsAreNamed() {
    assertThatThrownBy(() -> new EdgesConfig(10.1, 0.8, 0.4, 40))
        .hasMessage("analysis.edges.blur is a number from 0 to 10");
    assertThatThrownBy(() -> new EdgesConfig(1, 1.1, 0.4, 40))
        .hasMessageContaining("analysis.edges.weak-share");
    assertThatThrownBy(() -> new EdgesConfig(1, 0.8, -0.4, 40))
        .hasMessageContaining("analysis.edges.low-ratio");
    assertThatThrownBy(() -> new EdgesConfig(1, 0.8, 0.4, 2041))
        .hasMessageContaining("analysis.edges.min-gradient");
  }

  /** 200x100, black, with a white square of 60 pixels a side from (70, 20). */
  private static TestImage square() {
    Mat picture = new Mat(100, 200, CvType.CV_8UC3, Scalar.all(0));
    picture.submat(20, 80, 70, 130).setTo(Scalar.all(255));
    return TestImage.of(picture, ImageFormat.PNG);
  }
}
