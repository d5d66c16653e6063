package io.lynceus.vision.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.StrongPoint;
import io.lynceus.model.Question;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.image.SharedPicture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

class CornersAnalyzerTest extends AnalyzerContract {

  @Override
  Analyzer open() {
    return new CornersAnalyzer(CornersConfig.DEFAULT);
  }

  @Override
  AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.CORNERS;
  }

  @Override
  boolean isEmpty(Findings findings) {
    return findings.points().orElseThrow().isEmpty();
  }

  @Test
  void aSquareHasFourCorners() throws Exception {
    Mat picture = new Mat(100, 200, CvType.CV_8UC3, Scalar.all(0));
    picture.submat(20, 80, 70, 130).setTo(Scalar.all(255));

    List<StrongPoint> corners = corners(TestImage.of(picture, ImageFormat.PNG));

    assertThat(corners).hasSize(4);
    for (int x : new int[] {70, 129}) {
      for (int y : new int[] {20, 79}) {
        assertThat(corners)
            .anyMatch(corner -> Math.abs(corner.x() - x) <= 1 && Math.abs(corner.y() - y) <= 1);
      }
    }
  }

  @Test
  void theStrengthIsTheSmallerEigenvalueThere() throws Exception {
    Mat grey = new Mat();
    Imgproc.cvtColor(person().pixels(), grey, Imgproc.COLOR_BGR2GRAY);
    Mat eigenvalues = new Mat();
    Imgproc.cornerMinEigenVal(grey, eigenvalues, 3, 3);

    for (StrongPoint corner : corners(person())) {
      float there = (float) eigenvalues.get((int) corner.y(), (int) corner.x())[0];
      assertThat(corner.strength()).isCloseTo(there, within(1e-6f));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 3", "3, 2, 3", "200, 63, 3", "90, 66, 2", "130, 200, 7", "640, 480, 3"})
  void stripsFindWhatOpenCvFindsInTheWholePicture(int width, int height, int blockSize)
      throws Exception {
    Mat noise = new Mat(height, width, CvType.CV_8UC3);
    Core.setRNGSeed(height);
    Core.randu(noise, 0, 256);
    TestImage image = TestImage.of(noise, ImageFormat.PNG);
    CornersConfig config = new CornersConfig(500, 0.05, 0, 0.01, blockSize);

    List<StrongPoint> corners;
    try (SharedPicture picture = SharedPicture.of(image.file(), image.header())) {
      corners =
          new CornersAnalyzer(config)
              .analyze(picture.forUnit(), Question.DEFAULT)
              .points()
              .orElseThrow();
    }

    assertThat(corners).isEqualTo(ofOpenCv(image, config));
  }

  private static List<StrongPoint> ofOpenCv(TestImage image, CornersConfig config) {
    Mat grey = new Mat();
    Imgproc.cvtColor(image.pixels(), grey, Imgproc.COLOR_BGR2GRAY);
    Mat places = new Mat();
    Mat strengths = new Mat();
    Imgproc.goodFeaturesToTrackWithQuality(
        grey,
        places,
        config.maxPoints(),
        config.quality(),
        config.minDistance() * Math.max(grey.cols(), grey.rows()),
        new Mat(),
        strengths,
        config.blockSize(),
        3);
    List<StrongPoint> corners = new ArrayList<>();
    for (int i = 0; i < strengths.rows(); i++) {
      double[] place = places.get(i, 0);
      corners.add(
          new StrongPoint((float) place[0], (float) place[1], (float) strengths.get(i, 0)[0]));
    }
    return corners;
  }

  @Test
  void theStrongestComeFirstApartFromEachOtherAndAtMost500() throws Exception {
    List<StrongPoint> corners = corners(person());

    assertThat(corners)
        .hasSizeBetween(100, 500)
        .isSortedAccordingTo(Comparator.comparing(StrongPoint::strength).reversed())
        .allMatch(corner -> corner.strength() > 0);
    for (StrongPoint a : corners) {
      assertThat(corners)
          .allMatch(b -> a.equals(b) || Math.hypot(a.x() - b.x(), a.y() - b.y()) >= 0.005 * 512);
    }
  }

  @Test
  void faintNoiseHasNoCorners() throws Exception {
    Mat noise = new Mat(100, 100, CvType.CV_8UC3);
    Core.setRNGSeed(1);
    Core.randn(noise, 128, 1);

    assertThat(corners(TestImage.of(noise, ImageFormat.PNG))).isEmpty();
  }

  @Test
  void illegalSettingsAreNamed() {
    assertThatThrownBy(() -> new CornersConfig(501, 0.01, 0, 0, 3))
        .hasMessage("analysis.corners.max-points is a whole number from 1 to 500");
    assertThatThrownBy(() -> new CornersConfig(500, 0, 0, 0, 3))
        .hasMessageContaining("analysis.corners.quality");
    assertThatThrownBy(() -> new CornersConfig(500, 0.01, 2, 0, 3))
        .hasMessageContaining("analysis.corners.min-strength");
    assertThatThrownBy(() -> new CornersConfig(500, 0.01, 0, 2, 3))
        .hasMessageContaining("analysis.corners.min-distance");
    assertThatThrownBy(() -> new CornersConfig(500, 0.01, 0, 0, 1))
        .hasMessageContaining("analysis.corners.block-size");
  }

  private List<StrongPoint> corners(TestImage image) throws Exception {
    return analyze(image).points().orElseThrow();
  }
}
