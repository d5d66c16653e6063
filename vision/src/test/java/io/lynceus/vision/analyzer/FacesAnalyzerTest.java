package io.lynceus.vision.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AskOptions;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Point;
import io.lynceus.model.Question;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.VisionConfig;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.imgproc.Imgproc;

class FacesAnalyzerTest extends AnalyzerContract {

  @Override
  Analyzer open() throws IOException {
    return new FacesAnalyzer.Plugin().open(VisionConfig.defaults().settingsOf(Analysis.FACES));
  }

  @Override
  AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.FACES;
  }

  @Override
  boolean isEmpty(Findings findings) {
    return findings.boxes().isEmpty();
  }

  @Test
  void theAstronautHasOneFaceWhereItIs() throws Exception {
    Findings findings = analyze(person());

    assertThat(findings.model()).isEqualTo("blazeface-back:1@2a2b2ab3");
    assertThat(findings.boxes()).hasSize(1);
    Detection face = findings.boxes().get(0);
    assertThat(face.score()).isGreaterThan(0.8f);
    Box box = face.box();
    assertThat(box.x() + box.width() / 2).isBetween(200f, 245f);
    assertThat(box.y() + box.height() / 2).isBetween(85f, 145f);
  }

  @Test
  void theKeyPointsComeInTheirOrder() throws Exception {
    List<Point> points = faces(person(), Question.DEFAULT).get(0).points();

    assertThat(points).hasSize(6);
    Point leftEye = points.get(0);
    Point rightEye = points.get(1);
    Point nose = points.get(2);
    Point mouth = points.get(3);
    assertThat(leftEye.x()).isLessThan(rightEye.x());
    assertThat(nose.y()).isGreaterThan(leftEye.y()).isLessThan(mouth.y());
    assertThat(points.get(4).x()).isLessThan(leftEye.x());
    assertThat(points.get(5).x()).isGreaterThan(rightEye.x());
  }

  @Test
  void aCloseUpIsFoundByTheSecondLook() throws Exception {
    Mat closeUp = new Mat(person().pixels(), new Rect(160, 40, 130, 140));

    assertThat(faces(TestImage.of(closeUp, ImageFormat.PNG), Question.DEFAULT)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chelsea.png", "coffee.png"})
  void aCatAndACupHaveNoFace(String sample) throws Exception {
    assertThat(faces(TestImage.sample(sample), Question.DEFAULT)).isEmpty();
  }

  @Test
  void aFaceMadeOfBlackAndWhiteDotsIsFoundToo() throws Exception {
    Mat grey = new Mat();
    Imgproc.cvtColor(person().pixels(), grey, Imgproc.COLOR_BGR2GRAY);

    List<Detection> found = faces(TestImage.of(dithered(grey), ImageFormat.PNG), Question.DEFAULT);

    assertThat(found.get(0).score()).isGreaterThan(0.75f);
    Box best = found.get(0).box();
    assertThat(best.x() + best.width() / 2).isBetween(200f, 245f);
    assertThat(best.y() + best.height() / 2).isBetween(85f, 145f);
  }

  /** Error diffusion after Floyd and Steinberg. */
  private static Mat dithered(Mat grey) {
    Mat wanted = new Mat();
    grey.convertTo(wanted, CvType.CV_32F);
    float[] rest = new float[(int) wanted.total()];
    wanted.get(0, 0, rest);
    byte[] dots = new byte[rest.length];
    int width = grey.cols();
    for (int i = 0; i < rest.length; i++) {
      dots[i] = (byte) (rest[i] < 128 ? 0 : 255);
      float error = rest[i] - (dots[i] & 0xff);
      int[] neighbours = {i + 1, i + width - 1, i + width, i + width + 1};
      float[] shares = {7 / 16f, 3 / 16f, 5 / 16f, 1 / 16f};
      for (int n = 0; n < neighbours.length; n++) {
        if (neighbours[n] < rest.length) {
          rest[neighbours[n]] += error * shares[n];
        }
      }
    }
    Mat dithered = new Mat(grey.size(), CvType.CV_8U);
    dithered.put(0, 0, dots);
    return dithered;
  }

  @Test
  void theScoreCanBeAskedHigherAndLower() throws Exception {
    assertThat(faces(person(), minScore(0.02))).hasSizeGreaterThan(1);
    assertThat(faces(person(), minScore(1))).isEmpty();
  }

  private List<Detection> faces(TestImage image, Question question) throws Exception {
    return analyze(image, question).boxes();
  }

  private static Question minScore(double score) {
    return Question.of(AskOptions.NONE.with("min-score", String.valueOf(score)));
  }
}
