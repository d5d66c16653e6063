package io.lynceus.vision.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Findings;
import io.lynceus.model.FloatVector;
import io.lynceus.model.cameras.SceneStatistics;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.scene.SceneAnalyzer;
import org.junit.jupiter.api.Test;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

class SceneAnalyzerTest extends AnalyzerContract {
  @Override
  Analyzer open() {
    return new SceneAnalyzer();
  }

  @Override
  AnalysisDescriptor descriptor() {
    return new SceneAnalyzer.Plugin().descriptor();
  }

  @Override
  boolean isEmpty(Findings findings) {
    SceneStatistics scene = SceneStatistics.of(findings).orElseThrow();
    return sum(scene.prints()) == 0 && sum(scene.fine()) == 0 && sum(scene.outline()) == 0;
  }

  private static double sum(FloatVector vector) {
    double sum = 0;
    for (int i = 0; i < vector.size(); i++) {
      sum += vector.get(i);
    }
    return sum;
  }

  private SceneStatistics scene(Mat pixels) throws Exception {
    return SceneStatistics.of(analyze(TestImage.of(pixels, ImageFormat.PNG))).orElseThrow();
  }

  private static Mat texture() {
    Mat texture = new Mat(480, 640, CvType.CV_8UC3);
    Core.setRNGSeed(7);
    Core.randu(texture, 0, 256);
    Imgproc.GaussianBlur(texture, texture, new Size(), 2);
    Core.normalize(texture, texture, 30, 220, Core.NORM_MINMAX);
    return texture;
  }

  @Test
  void levelsAreThoseOfThePicture() throws Exception {
    Mat picture = new Mat(480, 640, CvType.CV_8UC3, Scalar.all(0));
    picture.submat(new Rect(0, 0, 640, 120)).setTo(Scalar.all(255));

    SceneStatistics scene = scene(picture);

    assertThat(scene.brightness()).isCloseTo(255 / 4.0, within(1.0));
    assertThat(scene.contrast()).isCloseTo(110, within(2.0));
    assertThat(scene.dark()).isCloseTo(0.75, within(0.01));
    assertThat(scene.bright()).isCloseTo(0.25, within(0.01));
    assertThat(scene.colour()).isZero();
  }

  @Test
  void coloursAreToldFromGrey() throws Exception {
    assertThat(scene(new Mat(48, 64, CvType.CV_8UC3, new Scalar(40, 60, 140))).colour())
        .isCloseTo(100, within(1.0));
  }

  @Test
  void aBlurTakesTheFineDetailAndLeavesTheCoarse() throws Exception {
    Mat blurred = new Mat();
    Imgproc.GaussianBlur(texture(), blurred, new Size(), 3);

    SceneStatistics sharp = scene(texture());
    SceneStatistics soft = scene(blurred);

    assertThat(sum(soft.fine())).isLessThan(0.4 * sum(sharp.fine()));
    assertThat(sum(soft.coarse())).isGreaterThan(0.5 * sum(sharp.coarse()));
  }

  @Test
  void onlyTheCellInWhichAPixelDiffersHasAnotherPrint() throws Exception {
    Mat other = texture();
    other.put(100, 100, 0, 0, 0); // a row that is read: each fourth of a cell

    FloatVector before = scene(texture()).prints();
    FloatVector after = scene(other).prints();

    for (int i = 0; i < before.size(); i++) {
      boolean same = i != 1 * SceneStatistics.CELLS + 1;
      assertThat(before.get(i) == after.get(i)).as("cell %d is the same", i).isEqualTo(same);
      assertThat(before.get(i)).isBetween(1f, 16_777_215f);
    }
  }

  @Test
  void theOutlineLiesWhereTheBrightnessChanges() throws Exception {
    Mat picture = new Mat(480, 640, CvType.CV_8UC3, Scalar.all(60));
    picture.submat(new Rect(320, 0, 320, 480)).setTo(Scalar.all(180));

    FloatVector outline = scene(picture).outline();

    int row = 15 * SceneStatistics.OUTLINE_WIDTH;
    assertThat(outline.get(row + 19)).isGreaterThan(50);
    assertThat(outline.get(row + 20)).isGreaterThan(50);
    assertThat(outline.get(row + 5)).isZero();
    assertThat(outline.get(row + 35)).isZero();
  }
}
