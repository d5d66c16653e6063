package io.lynceus.vision.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.image.ImageFormat;
import io.lynceus.vision.TestImage;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

class ContrastTest {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 720;
  private static final double NIGHT = 12;
  private static final double NOISE = 3;

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  @ParameterizedTest
  @EnumSource(ImageFormat.class)
  void aPictureOfOneColourIsFlatInEveryFormat(ImageFormat format) throws Exception {
    Mat blue = new Mat(90, 120, CvType.CV_8UC3, new Scalar(200, 90, 10));
    assertFlat(TestImage.of(blue, format), true);
  }

  @Test
  void aPictureOfOnePixelIsFlat() throws Exception {
    assertFlat(TestImage.flat(1, 1, 77), true);
  }

  @ParameterizedTest(name = "level {0}, standard deviation {1}")
  @CsvSource({"0, 1", "0, 5", "16, 2", "16, 5", "60, 3", "60, 5", "128, 5", "255, 5"})
  void noiseAloneIsFlat(double level, double deviation) throws Exception {
    assertFlatInAllSizes(noisy(dark(level), deviation), true);
  }

  @ParameterizedTest
  @ValueSource(doubles = {4, 8, 12})
  void aCoveredLensThatLetsALittleLightThroughIsFlat(double vignette) throws Exception {
    assertFlat(jpeg(noisy(vignetted(vignette), NOISE)), true);
  }

  @Test
  void hotPixelsInTheDarkAreFlat() throws Exception {
    Mat dark = noisy(dark(4), NOISE);
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      dark.put(random.nextInt(HEIGHT), random.nextInt(WIDTH), 255);
    }
    assertFlat(TestImage.of(dark, ImageFormat.PNG), true);
  }

  @Test
  void aSmallLampAtNightIsNotFlat() throws Exception {
    Mat night = dark(4);
    Imgproc.circle(night, new org.opencv.core.Point(900, 300), 6, Scalar.all(250), -1);
    assertFlat(jpeg(noisy(night, NOISE)), false);
  }

  @Test
  void aFaintPersonAtNightIsNotFlat() throws Exception {
    Mat night = vignetted(6);
    Imgproc.rectangle(night, new Rect(500, 300, 26, 78), Scalar.all(NIGHT + 18), -1);
    assertFlat(jpeg(noisy(night, NOISE)), false);
  }

  @Test
  void aPaleSceneInFogIsNotFlat() throws Exception {
    Mat pale = new Mat();
    StretchTest.scene().convertTo(pale, CvType.CV_32F, 0.1, 170);
    assertFlat(jpeg(noisy(pale, NOISE)), false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"astronaut.png", "camera.png", "coffee.png"})
  void aPhotographIsNotFlat(String sample) throws Exception {
    TestImage photograph = TestImage.sample(sample);
    assertFlat(photograph, false);
    assertFlat(jpeg(photograph.pixels()), false);
  }

  @Test
  void nothingIsSaidOfAPictureThatNobodyHasLookedAt() {
    try (SharedPicture picture = TestImage.flat(10, 10, 0).open()) {
      assertThat(picture.condition().flat()).isFalse();
    }
  }

  private static void assertFlatInAllSizes(Mat picture, boolean flat) throws Exception {
    assertFlat(jpeg(picture), flat);
    assertFlat(TestImage.of(picture, ImageFormat.PNG), flat);
    assertFlat(jpeg(picture.submat(0, 120, 0, 160)), flat);
    assertFlat(jpeg(picture.submat(0, 60, 0, 80)), flat);
  }

  /** The same from whichever version was made first. */
  private static void assertFlat(TestImage image, boolean flat) throws Exception {
    try (SharedPicture grey = image.open();
        SharedPicture colour = image.open();
        SharedPicture scaled = image.open()) {
      grey.forUnit().grey();
      colour.forUnit().colour();
      scaled.forUnit().colour(256);

      assertThat(grey.condition().flat()).as("grey").isEqualTo(flat);
      assertThat(colour.condition().flat()).as("colour").isEqualTo(flat);
      assertThat(scaled.condition().flat()).as("scaled").isEqualTo(flat);
    }
  }

  private static TestImage jpeg(Mat pixels) {
    return TestImage.of(pixels, ImageFormat.JPEG);
  }

  private static Mat dark(double level) {
    return new Mat(HEIGHT, WIDTH, CvType.CV_32F, Scalar.all(level));
  }

  /** The middle is this many levels brighter than the corners. */
  private static Mat vignetted(double levels) {
    Mat small =
        new Mat(HEIGHT / 8, WIDTH / 8, CvType.CV_32F, Scalar.all(0)); // seconds in full size
    Imgproc.circle(
        small, new org.opencv.core.Point(WIDTH / 16.0, HEIGHT / 16.0), 37, Scalar.all(levels), -1);
    Imgproc.GaussianBlur(small, small, new Size(), WIDTH / 40.0);
    Mat picture = new Mat();
    Imgproc.resize(small, picture, new Size(WIDTH, HEIGHT));
    Core.normalize(picture, picture, NIGHT, NIGHT + levels, Core.NORM_MINMAX);
    return picture;
  }

  private static Mat noisy(Mat picture, double deviation) {
    Mat noise = new Mat(picture.size(), CvType.CV_32F);
    Core.randn(noise, 0, deviation);
    Core.add(picture, noise, noise);
    Mat bytes = new Mat();
    noise.convertTo(bytes, CvType.CV_8U);
    return bytes;
  }
}
