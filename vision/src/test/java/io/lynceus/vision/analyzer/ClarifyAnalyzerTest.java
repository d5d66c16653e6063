package io.lynceus.vision.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Findings;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.vision.TestImage;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfDouble;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

class ClarifyAnalyzerTest extends AnalyzerContract {
  @Override
  Analyzer open() {
    return new ClarifyAnalyzer();
  }

  @Override
  AnalysisDescriptor descriptor() {
    return new ClarifyAnalyzer.Plugin().descriptor();
  }

  @Override
  boolean isEmpty(Findings findings) {
    return findings.numbers().get("noise") == 0;
  }

  private Mat clarified(Mat pixels) throws Exception {
    Findings findings = analyze(TestImage.of(pixels, ImageFormat.PNG));
    assertThat(findings.numbers()).containsEntry("enhanced", 1.0);
    assertThat(findings.map().orElseThrow().isPicture()).isTrue();
    return Imgcodecs.imdecode(
        new MatOfByte(findings.map().orElseThrow().toByteArray()), Imgcodecs.IMREAD_UNCHANGED);
  }

  /** A dark square on a darker ground, in the part of the picture where no mark is. */
  private static Mat night() {
    Mat night = new Mat(240, 320, CvType.CV_8UC3, Scalar.all(12));
    night.submat(new Rect(140, 60, 60, 60)).setTo(Scalar.all(20));
    return night;
  }

  private static double contrast(Mat picture) {
    Mat inside = picture.submat(new Rect(150, 70, 40, 40));
    Mat outside = picture.submat(new Rect(90, 70, 40, 40));
    return Core.mean(inside).val[0] - Core.mean(outside).val[0];
  }

  @Test
  void whatIsHardlySeenInTheDarkIsSeen() throws Exception {
    Mat clear = clarified(night());

    assertThat(clear.size()).isEqualTo(night().size());
    assertThat(contrast(clear)).isGreaterThan(2 * contrast(night()));
  }

  @Test
  void theCopySaysInItsPixelsWhatItIs() throws Exception {
    Mat even = new Mat(240, 320, CvType.CV_8UC3, Scalar.all(128));

    Mat clear = clarified(even);

    Mat corner = clear.submat(new Rect(0, 220, 40, 20));
    Mat rest = clear.submat(new Rect(0, 0, 320, 200));
    assertThat(Core.minMaxLoc(corner.reshape(1)).minVal).isZero();
    assertThat(Core.minMaxLoc(corner.reshape(1)).maxVal).isGreaterThan(200);
    assertThat(Core.minMaxLoc(rest.reshape(1)).minVal)
        .isEqualTo(Core.minMaxLoc(rest.reshape(1)).maxVal);
  }

  @Test
  void noiseIsMeasuredAndDoesNotGrow() throws Exception {
    Mat noisy = new Mat(240, 320, CvType.CV_8UC3);
    Core.setRNGSeed(3);
    Mat grey = new Mat(240, 320, CvType.CV_8UC1);
    Core.randn(grey, 128, 6);
    Imgproc.cvtColor(grey, noisy, Imgproc.COLOR_GRAY2BGR);

    Findings findings = analyze(TestImage.of(noisy, ImageFormat.PNG));
    Mat clear = clarified(noisy);

    assertThat(findings.numbers().get("noise")).isCloseTo(6, within(1.0));
    assertThat(deviation(clear)).isLessThan(2 * deviation(noisy));
  }

  private static double deviation(Mat picture) {
    MatOfDouble mean = new MatOfDouble();
    MatOfDouble deviation = new MatOfDouble();
    Core.meanStdDev(picture.submat(new Rect(0, 0, 320, 200)), mean, deviation);
    return deviation.get(0, 0)[0];
  }

  @Test
  void noAnalysisLooksAtWhatWasClarified() {
    assertThat(ServiceLoader.load(AnalysisPlugin.class))
        .extracting(AnalysisPlugin::descriptor)
        .allSatisfy(other -> assertThat(other.needs()).doesNotContain(ClarifyAnalyzer.ANALYSIS))
        .anySatisfy(own -> assertThat(own.analysis()).isEqualTo(ClarifyAnalyzer.ANALYSIS));
  }
}
