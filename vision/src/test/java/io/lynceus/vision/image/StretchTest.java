package io.lynceus.vision.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.LevelRange;
import io.lynceus.vision.TestImage;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfDouble;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

class StretchTest {
  /** Kelvin times 100, as thermal cameras store them: 17.85 to 36.35 degrees Celsius. */
  private static final LevelRange THERMAL = new LevelRange(29100, 30950);

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  @Test
  void aThermalPictureIsSeenInFullContrast() throws Exception {
    assertSeenAsItIs(over(THERMAL, scene()), THERMAL);
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({"0, 4095", "0, 1023", "0, 16383", "61440, 65535", "20000, 20060", "512, 33000"})
  void aPictureOfFewerBitsInSixteenIsSeenInFullContrast(int low, int high) throws Exception {
    LevelRange range = new LevelRange(low, high);
    assertSeenAsItIs(over(range, scene()), range);
  }

  @Test
  void aPictureWhoseHotIsDarkIsSeenInFullContrast() throws Exception {
    Mat inverted = new Mat();
    Core.bitwise_not(scene(), inverted);
    try (SharedPicture picture = png(over(THERMAL, inverted)).open()) {
      assertAlmost(grey(picture), inverted);
    }
  }

  @Test
  void deadAndHotPixelsAndADeadColumnDoNotCount() throws Exception {
    Mat thermal = over(THERMAL, scene());
    Random random = new Random(1);
    for (int i = 0; i < 400; i++) {
      double level = i % 2 == 0 ? 0 : LevelRange.BRIGHTEST;
      thermal.put(random.nextInt(thermal.rows()), random.nextInt(thermal.cols()), level);
    }
    thermal.col(77).setTo(Scalar.all(0));
    try (SharedPicture picture = png(thermal).open()) {
      Mat difference = new Mat();
      Core.absdiff(grey(picture), scene(), difference);
      Core.compare(difference, Scalar.all(10), difference, Core.CMP_GT);
      assertThat(Core.countNonZero(difference)).isLessThanOrEqualTo(400 + thermal.rows());
      assertClose(picture.condition().stretched().orElseThrow(), THERMAL);
    }
  }

  @Test
  void theColoursOfAStretchedPictureAreKept() throws Exception {
    Mat colours = colours();
    Mat dark = new Mat();
    colours.convertTo(dark, CvType.CV_16U, 16);
    try (SharedPicture picture = png(dark).open()) {
      assertAlmost(picture.forUnit().colour(), colours);
      assertThat(picture.condition().stretched()).isPresent();
    }
  }

  @Test
  void alphaIsDroppedBeforeAPictureIsStretched() throws Exception {
    Mat dark = new Mat();
    colours().convertTo(dark, CvType.CV_16U, 16);
    Mat clear = new Mat();
    Imgproc.cvtColor(dark, clear, Imgproc.COLOR_BGR2BGRA);
    Core.insertChannel(new Mat(clear.size(), CvType.CV_16U, Scalar.all(0x1234)), clear, 3);
    try (SharedPicture picture = png(clear).open()) {
      assertAlmost(picture.forUnit().colour(), colours());
    }
  }

  @Test
  void aGreyPictureWithAlphaIsStretched() throws Exception {
    TestImage image = TestImage.greyWithAlpha(over(THERMAL, scene()));
    try (SharedPicture picture = image.open()) {
      assertAlmost(grey(picture), scene());
      assertClose(picture.condition().stretched().orElseThrow(), THERMAL);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aPictureThatUsesMostLevelsIsReducedToItsUpperBits(int channels) throws Exception {
    Mat wide = new Mat(240, 320, CvType.CV_16UC(channels));
    Core.randu(wide, 0, 65536);
    TestImage image = png(wide);
    try (SharedPicture picture = image.open()) {
      Mat colour = picture.forUnit().colour();

      assertThat(Core.norm(colour, image.pixels(), Core.NORM_INF)).isZero();
      assertThat(picture.condition().stretched()).isEmpty();
    }
  }

  @Test
  void aPictureOfEightBitsIsNotStretched() throws Exception {
    Mat pale = new Mat();
    scene().convertTo(pale, CvType.CV_8U, 0.1, 100);
    try (SharedPicture picture = png(pale).open()) {
      assertAlmost(grey(picture), pale);
      assertThat(picture.condition().stretched()).isEmpty();
    }
  }

  @Test
  void aStretchedPictureStandsUpright() throws Exception {
    Mat upright = over(THERMAL, scene());
    Mat lying = new Mat();
    Core.rotate(upright, lying, Core.ROTATE_90_COUNTERCLOCKWISE);
    try (SharedPicture picture = png(lying).withOrientation(6).open()) {
      assertAlmost(grey(picture), scene());
    }
  }

  @ParameterizedTest(name = "standard deviation {0}, in steps of {1}")
  @CsvSource({"0, 1", "0.3, 1", "1, 1", "5, 1", "100, 1", "0, 16", "0.3, 16", "1, 16", "5, 16"})
  void noiseAloneIsNotStretchedToFullContrastAndIsFlat(double deviation, int step)
      throws Exception {
    Mat levels = new Mat(240, 320, CvType.CV_32F);
    Core.randn(levels, 1500, deviation);
    Mat noise = new Mat();
    levels.convertTo(noise, CvType.CV_16U);
    Core.multiply(noise, Scalar.all(step), noise);
    try (SharedPicture picture = png(noise).open()) {
      MatOfDouble seen = new MatOfDouble();
      Core.meanStdDev(grey(picture), new MatOfDouble(), seen);

      assertThat(seen.get(0, 0)[0]).isLessThan(10);
      assertThat(picture.condition().flat()).isTrue();
    }
  }

  @Test
  void somethingFaintAndSmallInNoiseIsSeen() throws Exception {
    Mat levels = new Mat(240, 320, CvType.CV_32F);
    Core.randn(levels, 29300, 5);
    Imgproc.rectangle(levels, new org.opencv.core.Rect(100, 100, 8, 24), Scalar.all(29360), -1);
    Mat faint = new Mat();
    levels.convertTo(faint, CvType.CV_16U);
    try (SharedPicture picture = png(faint).open()) {
      Mat grey = grey(picture);
      double there = Core.mean(grey.submat(100, 124, 100, 108)).val[0];
      double beside = Core.mean(grey.submat(100, 124, 140, 180)).val[0];

      assertThat(there - beside).isGreaterThan(40);
      assertThat(picture.condition().flat()).isFalse();
    }
  }

  @Test
  void aPictureIsStretchedAlikeAfterItWasDropped() throws Exception {
    try (SharedPicture picture = png(over(THERMAL, scene())).open()) {
      grey(picture);
      var first = picture.condition();
      picture.drop();

      assertAlmost(grey(picture), scene());
      assertThat(picture.condition()).isEqualTo(first);
    }
  }

  /** Rectangles of all levels before a gradient, 320 x 240, 8 bits. */
  static Mat scene() {
    Mat scene = new Mat(240, 320, CvType.CV_8U);
    for (int x = 0; x < scene.cols(); x++) {
      scene.col(x).setTo(Scalar.all(60 + x / 4));
    }
    for (int i = 0; i < 24; i++) {
      var box = new org.opencv.core.Rect(10 + 50 * (i % 6), 12 + 58 * (i / 6), 24, 40);
      Imgproc.rectangle(scene, box, Scalar.all(255.0 * i / 23), -1);
    }
    return scene;
  }

  private static Mat colours() {
    Mat colours = new Mat();
    Imgproc.applyColorMap(scene(), colours, Imgproc.COLORMAP_JET);
    return colours;
  }

  private static Mat over(LevelRange range, Mat scene) {
    Mat deep = new Mat();
    scene.convertTo(deep, CvType.CV_16U, range.width() / 255.0, range.low());
    return deep;
  }

  private static TestImage png(Mat pixels) {
    return TestImage.of(pixels, ImageFormat.PNG);
  }

  private static Mat grey(SharedPicture picture) throws UnreadableImageException {
    return picture.forUnit().grey();
  }

  private static void assertSeenAsItIs(Mat deep, LevelRange range) throws Exception {
    try (SharedPicture picture = png(deep).open()) {
      assertAlmost(grey(picture), scene());
      assertClose(picture.condition().stretched().orElseThrow(), range);
      assertThat(picture.condition().flat()).isFalse();
    }
  }

  /** No step of the file is finer than the levels that are compared. */
  private static void assertAlmost(Mat actual, Mat expected) {
    assertThat(actual.size()).isEqualTo(expected.size());
    assertThat(Core.norm(actual, expected, Core.NORM_INF)).isLessThanOrEqualTo(6);
  }

  private static void assertClose(LevelRange actual, LevelRange expected) {
    int tolerance = Math.max(1, expected.width() / 50);
    assertThat(Math.abs(actual.low() - expected.low())).isLessThanOrEqualTo(tolerance);
    assertThat(Math.abs(actual.high() - expected.high())).isLessThanOrEqualTo(tolerance);
  }
}
