package io.lynceus.vision.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AskOptions;
import io.lynceus.model.Findings;
import io.lynceus.model.Question;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.watch.RegionPatch;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.scene.RegionAnalyzer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

class RegionAnalyzerTest extends AnalyzerContract {
  @Override
  Analyzer open() {
    return new RegionAnalyzer();
  }

  @Override
  AnalysisDescriptor descriptor() {
    return new RegionAnalyzer.Plugin().descriptor();
  }

  @Override
  boolean isEmpty(Findings findings) {
    RegionPatch patch = RegionPatch.of(findings).orElseThrow().get(0);
    float sum = 0;
    for (int i = 0; i < patch.cells().size(); i++) {
      sum += patch.cells().get(i);
    }
    return sum == 0 && patch.isFlat();
  }

  /** A bright square of 40 pixels at (100, 60) of 640x480. */
  private static Mat square(double gain) {
    Mat picture = new Mat(480, 640, CvType.CV_8UC3, Scalar.all(60 * gain));
    Imgproc.rectangle(picture, new Rect(100, 60, 40, 40), Scalar.all(160 * gain), -1);
    return picture;
  }

  private List<RegionPatch> patches(Mat pixels, String regions) throws Exception {
    Question question = Question.of(AskOptions.NONE.with(RegionPatch.OPTION, regions));
    return RegionPatch.of(analyze(TestImage.of(pixels, ImageFormat.PNG), question)).orElseThrow();
  }

  @Test
  void aRegionHasItsEdgesAndItsMargin() throws Exception {
    RegionPatch patch = patches(square(1), "0.125:0.083:0.125:0.166").get(0); // 80,40 80x80

    assertThat(patch.columns()).isEqualTo(24);
    assertThat(patch.rows()).isEqualTo(24);
    assertThat(patch.margin()).as("3 % of 640 are 6 cells").isEqualTo(6);
    assertThat(patch.variance()).isCloseTo(1875, within(60.0));
    assertThat(patch.at(12, 12)).isZero();
    assertThat(patch.at(6, 12)).as("the left side at 20 of 80 pixels").isGreaterThan(40);
    assertThat(patch.at(-6, -6)).isZero();
  }

  @Test
  void eachRegionIsMeasuredInTheOrderAsked() throws Exception {
    List<RegionPatch> patches = patches(square(1), "0.5:0.5:0.2:0.1,0.125:0.083:0.125:0.166");

    assertThat(patches).hasSize(2);
    assertThat(patches.get(0).isFlat()).isTrue();
    assertThat(patches.get(0).rows()).as("0.1 of 480 is 9 of 24 cells").isEqualTo(9);
    assertThat(patches.get(1).isFlat()).isFalse();
  }

  @Test
  void aRegionAtTheBorderHasAMarginBeyondIt() throws Exception {
    RegionPatch patch = patches(square(1), "0:0:0.25:0.25").get(0);
    assertThat(patch.at(-1, -1)).isZero();
    assertThat(patches(square(1), "0.9:0.9:0.1:0.1").get(0).isFlat()).isTrue();
  }

  @Test
  void whatIsNoRegionIsNamed() {
    assertThatThrownBy(() -> patches(square(1), "0.9:0.9:0.2:0.1"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("0.9:0.9:0.2:0.1");
  }
}
