package io.lynceus.vision.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.tiles.Tile;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.natives.TurboJpeg;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.Scalar;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

class SmallJpegTest {
  private static final int SIDE = 320;
  private static final int BYTES = 30 << 10;

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  @ParameterizedTest
  @CsvSource({
    "640, 480, 320, 240",
    "480, 640, 240, 320",
    "1921, 1081, 320, 180",
    "321, 5, 320, 5",
    "320, 200, 320, 200",
    "31, 17, 31, 17",
    "1, 1, 1, 1",
    "1, 2999, 1, 320",
    "7001, 2, 320, 1",
    "6000, 700, 320, 37"
  })
  void theLongerSideIsAtMostWhatIsAskedFor(int width, int height, int thenWidth, int thenHeight)
      throws Exception {
    for (ImageFormat format : new ImageFormat[] {ImageFormat.JPEG, ImageFormat.PNG}) {
      ImageHeader header = header(small(TestImage.of(halves(width, height), format)));
      assertThat(header).isEqualTo(new ImageHeader(ImageFormat.JPEG, thenWidth, thenHeight, 1));
    }
  }

  @ParameterizedTest
  @EnumSource(ImageFormat.class)
  void itShowsThePictureInItsColours(ImageFormat format) throws Exception {
    Mat shown = decoded(small(TestImage.of(halves(640, 480), format)));
    assertThat(shown.get(120, 40)).satisfies(pixel -> assertThat(pixel[0]).isGreaterThan(220));
    assertThat(shown.get(120, 280)).satisfies(pixel -> assertThat(pixel[2]).isGreaterThan(220));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void itStandsUprightAndSaysNothingOfHowItWasStored(int orientation) throws Exception {
    TestImage stored = TestImage.of(halves(640, 400), ImageFormat.JPEG);
    byte[] file = small(stored.withOrientation(orientation));
    boolean turned = orientation >= 5;
    assertThat(header(file))
        .isEqualTo(new ImageHeader(ImageFormat.JPEG, turned ? 200 : 320, turned ? 320 : 200, 1));
    Mat expected = new Mat();
    Mat upright = Orientation.upright(stored.pixels(), orientation);
    Imgproc.resize(upright, expected, decoded(file).size());
    assertThat(Core.norm(decoded(file), expected, Core.NORM_L1) / expected.total()).isLessThan(20);
  }

  /** Of two application segments: JFIF, and one that a camera would have written. */
  @Test
  void itHasNoMetadata() throws Exception {
    byte[] file = small(TestImage.of(halves(640, 480), ImageFormat.JPEG));
    assertThat(new String(file, 0, 20, ISO_8859_1))
        .startsWith("\u00ff\u00d8\u00ff\u00e0")
        .contains("JFIF");
    for (int i = 2; file[i + 1] != (byte) 0xda; ) {
      int marker = file[i + 1] & 0xff;
      assertThat(marker == 0xe0 || (marker < 0xe0 && marker >= 0xc0))
          .as("marker %x", marker)
          .isTrue();
      i += 2 + ((file[i + 2] & 0xff) << 8) + (file[i + 3] & 0xff);
    }
  }

  @Test
  void sixteenBitsAndGreyAreNoMatter() throws Exception {
    Mat deep = new Mat(480, 640, CvType.CV_16UC1, Scalar.all(40_000));
    deep.colRange(0, 320).setTo(Scalar.all(1_000));
    for (TestImage image :
        new TestImage[] {
          TestImage.of(deep, ImageFormat.PNG),
          TestImage.greyWithAlpha(deep),
          TestImage.of(new Mat(480, 640, CvType.CV_8UC1, Scalar.all(200)), ImageFormat.JPEG)
        }) {
      Mat shown = decoded(small(image));
      assertThat(shown.size()).isEqualTo(new org.opencv.core.Size(320, 240));
      assertThat(shown.get(120, 300)[1]).isBetween(150.0, 256.0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 640, 1000})
  void noiseIsCodedMoreCoarsely(int side) throws Exception {
    Mat noise = new Mat(side, side, CvType.CV_8UC3);
    Core.setRNGSeed(1);
    Core.randu(noise, 0, 2);
    Core.multiply(noise, Scalar.all(255), noise);
    byte[] file = small(TestImage.of(noise, ImageFormat.PNG));
    assertThat(file.length).isLessThanOrEqualTo(BYTES);
    assertThat(header(file).width()).isEqualTo(320);
  }

  @Test
  void whatDoesNotFitInAnyQualityIsLeftOut() throws Exception {
    try (SharedPicture picture = TestImage.of(halves(640, 480), ImageFormat.PNG).open()) {
      assertThat(SmallJpeg.of(picture.forUnit(), SIDE, 100)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(ImageFormat.class)
  void aPictureThatWasDecodedIsNotDecodedOnceMore(ImageFormat format) throws Exception {
    TestImage image = TestImage.of(halves(1600, 1200), format);
    try (SharedPicture picture = image.open()) {
      picture.forUnit().grey();
      if (format == ImageFormat.JPEG && TurboJpeg.loaded().isEmpty()) {
        picture.forUnit().colour(640); // OpenCV decodes the brightness alone before
      }
      Arrays.fill(image.file().array(), (byte) 0);
      byte[] file = SmallJpeg.of(picture.forUnit(), SIDE, BYTES).orElseThrow();
      assertThat(decoded(file).get(120, 280)[2]).isGreaterThan(220);
    }
  }

  @Test
  void filesOfBothEncodersShowTheSame() {
    assumeTrue(TurboJpeg.loaded().isPresent(), "libturbojpeg is not installed");
    for (int[] size : new int[][] {{320, 240}, {31, 17}, {1, 1}, {1, 320}}) {
      Mat picture = halves(2 * size[0], size[1]).colRange(size[0] / 2, size[0] / 2 + size[0]);
      byte[] turbo = TurboJpeg.loaded().get().encoded(picture, 75).orElseThrow();
      byte[] openCv = SmallJpeg.encodedByOpenCv(picture, 75);
      assertThat(turbo.length).isCloseTo(openCv.length, withinPercentage(10));
      assertThat(Core.norm(decoded(turbo), decoded(openCv), Core.NORM_INF)).isLessThan(5);
    }
  }

  @Test
  void ofATileItShowsTheTile() throws Exception {
    try (SharedPicture whole = TestImage.of(halves(1000, 800), ImageFormat.PNG).open();
        Picture tile = whole.forUnit(new Tile(500, 0, 500, 800))) {
      byte[] file = SmallJpeg.of(tile, SIDE, BYTES).orElseThrow();
      assertThat(header(file)).isEqualTo(new ImageHeader(ImageFormat.JPEG, 200, 320, 1));
      assertThat(decoded(file).get(100, 20)[2]).isGreaterThan(220);
    }
  }

  private static byte[] small(TestImage image) throws Exception {
    try (SharedPicture picture = image.open()) {
      Optional<byte[]> file = SmallJpeg.of(picture.forUnit(), SIDE, BYTES);
      assertThat(file).isPresent();
      return file.orElseThrow();
    }
  }

  private static ImageHeader header(byte[] file) throws Exception {
    return ImageHeader.read(ByteBuffer.wrap(file), ImageLimits.LARGEST);
  }

  private static Mat decoded(byte[] file) {
    return Imgcodecs.imdecode(new MatOfByte(file), Imgcodecs.IMREAD_COLOR);
  }

  /** Blue on the left, red on the right. */
  private static Mat halves(int width, int height) {
    Mat picture = new Mat(height, width, CvType.CV_8UC3, new Scalar(250, 20, 20));
    picture.colRange(width / 2, width).setTo(new Scalar(20, 20, 250));
    return picture;
  }
}
