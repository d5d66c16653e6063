package io.lynceus.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.inspection.TestJpeg;
import io.lynceus.vision.natives.TurboJpeg;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** What libturbojpeg makes of a JPEG beside what OpenCV makes of it. */
class JpegPlanesTest {
  private static final int ORIENTATIONS = 8;
  private static final List<Integer> SAMPLINGS =
      List.of(
          Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_444,
          Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_422,
          Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_420,
          Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_440,
          Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_411);

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  @BeforeEach
  void needLibrary() {
    assumeTrue(TurboJpeg.loaded().isPresent(), "libturbojpeg is not installed");
  }

  private static Stream<int[]> parameters() {
    return SAMPLINGS.stream()
        .flatMap(
            sampling ->
                Stream.of(
                    new int[] {Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR, sampling},
                    new int[] {
                      Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR,
                      sampling,
                      Imgcodecs.IMWRITE_JPEG_PROGRESSIVE,
                      1
                    },
                    new int[] {
                      Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR,
                      sampling,
                      Imgcodecs.IMWRITE_JPEG_RST_INTERVAL,
                      3
                    }));
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void theBrightnessIsThatOfOpenCvBitForBit(int[] parameters) throws Exception {
    for (int[] size : new int[][] {{1, 1}, {16, 16}, {161, 93}, {94, 160}, {3, 200}, {201, 2}}) {
      TestImage stored = jpeg(picture(size[0], size[1]), parameters);
      for (int orientation = 1; orientation <= ORIENTATIONS; orientation++) {
        TestImage image = stored.withOrientation(orientation);
        try (SharedPicture planes = withTurbo(image);
            SharedPicture openCv = withOpenCv(image)) {
          assertThat(isPlain(image)).isTrue();
          assertSame(planes.forUnit().grey(), openCv.forUnit().grey());
          assertSame(
              blurred(planes.forUnit().grey()), blurred(openCv.forUnit().grey())); // as edges do
        }
      }
    }
  }

  /** Filters look at what lies around a part of a Mat: there must be nothing. */
  private static Mat blurred(Mat grey) {
    Mat blurred = new Mat();
    Imgproc.GaussianBlur(grey, blurred, new org.opencv.core.Size(), 1.4);
    return blurred;
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void coloursAreThoseOfOpenCvButForAFewLevels(int[] parameters) throws Exception {
    TestImage image = jpeg(picture(323, 241), parameters);
    try (SharedPicture planes = withTurbo(image);
        SharedPicture openCv = withOpenCv(image)) {
      for (int side : new int[] {323, 640, 300, 200, 100, 20}) {
        Mat colour = planes.forUnit().colour(side);
        Mat expected = openCv.forUnit().colour(side);
        assertThat(colour.size()).isEqualTo(expected.size());
        assertThat(meanDifference(colour, expected)).as("long side %d", side).isLessThan(1.5);
      }
    }
  }

  @Test
  void coloursInFullSizeAreThoseOfOpenCvButForTwoLevels() throws Exception {
    for (int sampling :
        List.of(
            Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_444,
            Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_422,
            Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_420)) {
      TestImage image = jpeg(picture(323, 241), Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR, sampling);
      try (SharedPicture planes = withTurbo(image);
          SharedPicture openCv = withOpenCv(image)) {
        Mat colour = planes.forUnit().colour();
        assertThat(Core.norm(colour, openCv.forUnit().colour(), Core.NORM_INF))
            .isLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void coloursStandUprightWithTheBrightness() throws Exception {
    TestImage stored = jpeg(picture(320, 240));
    for (int orientation = 1; orientation <= ORIENTATIONS; orientation++) {
      TestImage image = stored.withOrientation(orientation);
      try (SharedPicture planes = withTurbo(image);
          SharedPicture openCv = withOpenCv(image)) {
        for (int side : new int[] {320, 200}) {
          Mat colour = planes.forUnit().colour(side);
          assertThat(meanDifference(colour, openCv.forUnit().colour(side)))
              .as("long side %d, orientation %d", side, orientation)
              .isLessThan(1);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1504, 848, 2", "3008, 1008, 4", "5760, 400, 8"})
  @Tag("gate")
  void aLargePictureIsReducedToWhatOpenCvDecodesAtAPartOfItsSize(
      int width, int height, int reduction) throws Exception {
    for (int sampling : SAMPLINGS) {
      TestImage stored =
          jpeg(picture(width, height), Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR, sampling);
      for (int orientation : new int[] {1, 6}) {
        TestImage image = stored.withOrientation(orientation);
        try (SharedPicture planes = withTurbo(image);
            SharedPicture openCv = withOpenCv(image)) {
          PictureForm form = PictureForm.decoded(reduction);
          Mat reduced = planes.version(form, nanos -> {});
          Mat expected = openCv.version(form, nanos -> {});
          assertThat(reduced.size()).isEqualTo(expected.size());
          assertThat(meanDifference(reduced, expected)).isLessThan(3);
          assertThat(meanDifference(planes.forUnit().colour(512), openCv.forUnit().colour(512)))
              .isLessThan(2);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1441, 1087, 2", "3003, 31, 4", "5767, 3, 8", "5767, 1, 8", "1, 5767, 8"})
  void whatDoesNotFillAPixelOfAReducedPictureIsLeftOut(int width, int height, int reduction)
      throws Exception {
    for (int sampling : SAMPLINGS) {
      TestImage image =
          jpeg(picture(width, height), Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR, sampling);
      try (SharedPicture planes = withTurbo(image)) {
        Mat reduced = planes.version(PictureForm.decoded(reduction), nanos -> {});
        assertThat(reduced.cols()).isEqualTo(Math.max(1, width / reduction));
        assertThat(reduced.rows()).isEqualTo(Math.max(1, height / reduction));
        Mat scaled = planes.forUnit().colour(512);
        assertThat(Math.max(scaled.cols(), scaled.rows())).isEqualTo(512);
      }
    }
  }

  @Test
  void whatAPictureLooksLikeDoesNotDependOnWhatWasAskedForBefore() throws Exception {
    TestImage image = jpeg(picture(1501, 844));
    try (SharedPicture greyFirst = withTurbo(image);
        SharedPicture colourFirst = withTurbo(image)) {
      Mat grey = greyFirst.forUnit().grey().clone();
      greyFirst.forUnit().colour();
      Mat scaled = greyFirst.forUnit().colour(640).clone();

      assertSame(colourFirst.forUnit().colour(640), scaled);
      assertSame(colourFirst.forUnit().grey(), grey);
      colourFirst.drop();
      assertSame(colourFirst.forUnit().colour(640), scaled);
    }
  }

  @Test
  void allVersionsComeFromOneDecoding() throws Exception {
    try (SharedPicture picture = withTurbo(jpeg(picture(323, 241)))) {
      picture.forUnit().colour(200);
      Picture later = picture.forUnit();
      later.grey();
      assertThat(later.decodeTime()).isZero();
    }
  }

  @Test
  void closingFreesThePlanesAndWhatWasMadeOfThem() throws Exception {
    SharedPicture picture = withTurbo(jpeg(picture(323, 241)));
    Picture unit = picture.forUnit();
    List<Mat> made = List.of(unit.grey(), unit.colour(), unit.colour(100));
    picture.close();
    assertThat(made).allMatch(Mat::empty);
  }

  @Test
  void dotsOfTwoColoursAreSmoothedAsOpenCvsAre() throws Exception {
    Mat dots = new Mat(240, 320, CvType.CV_8UC3, Scalar.all(255));
    for (int y = 0; y < dots.rows(); y += 16) {
      dots.submat(new Rect(0, y, dots.cols(), 8)).setTo(Scalar.all(0));
    }
    TestImage image = jpeg(dots, Imgcodecs.IMWRITE_JPEG_QUALITY, 100);
    try (SharedPicture planes = withTurbo(image);
        SharedPicture openCv = withOpenCv(image)) {
      assertThat(isPlain(image)).isTrue();
      assertSame(planes.forUnit().colour(200), openCv.forUnit().colour(200));
    }
  }

  @Test
  void whatTheDecoderWarnsOfIsLeftToOpenCv() throws Exception {
    assertThat(isPlain(TestJpeg.baseline().image())).isTrue();
    assertThat(isPlain(TestJpeg.progressive().image())).isTrue();
    for (TestJpeg damaged :
        List.of(
            TestJpeg.baseline().cutAt(0.5),
            TestJpeg.progressive().cutAt(0.5),
            TestJpeg.baseline().ofUnknownRevision(),
            TestJpeg.baseline().padded(0, 0, 0, 0),
            TestJpeg.restarting().withoutInterval(3),
            TestJpeg.restarting().withNoiseInInterval(3))) {
      assertLeftToOpenCv(damaged.image());
    }
  }

  @Test
  void aPictureWithoutItsLastScansIsLeftToOpenCv() throws Exception {
    TestJpeg jpeg = TestJpeg.progressive();
    int end = jpeg.scan(1);
    while (jpeg.bytes()[end] != (byte) 0xff || jpeg.bytes()[end + 1] == 0) {
      end++;
    }
    assertLeftToOpenCv(jpeg.cutAt(end).image());
  }

  @Test
  void greyFilesAreLeftToOpenCv() throws Exception {
    Mat grey = new Mat();
    Imgproc.cvtColor(picture(40, 30), grey, Imgproc.COLOR_BGR2GRAY);
    assertLeftToOpenCv(jpeg(grey));
  }

  /** Components that are called R, G and B, in a file without JFIF's header. */
  @Test
  void rgbIsLeftToOpenCv() throws Exception {
    TestJpeg jpeg = TestJpeg.encoded();
    byte[] bytes = jpeg.without(2, 20).bytes();
    for (int i = 0; i + 1 < bytes.length; i++) {
      int marker = bytes[i] == (byte) 0xff ? bytes[i + 1] & 0xff : 0;
      int first = marker == 0xc0 ? i + 10 : marker == 0xda ? i + 5 : 0;
      int step = marker == 0xc0 ? 3 : 2;
      for (int c = 0; first > 0 && c < 3; c++) {
        bytes[first + c * step] = (byte) "RGB".charAt(c);
      }
    }
    assertLeftToOpenCv(new TestJpeg(bytes).image());
  }

  @Test
  void anotherSizeThanTheHeadersIsLeftToOpenCv() {
    TestImage image = jpeg(picture(40, 30));
    for (int[] size : new int[][] {{40, 31}, {41, 30}, {30, 40}, {16000, 16000}}) {
      ImageHeader other = new ImageHeader(ImageFormat.JPEG, size[0], size[1], 1);
      assertThat(isPlain(new TestImage(image.file(), other))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, 100})
  void whatIsNoJpegIsLeftToOpenCv(int bytes) {
    ImageHeader header = new ImageHeader(ImageFormat.JPEG, 10, 10, 1);
    assertThat(isPlain(new TestImage(ByteBuffer.allocate(bytes), header))).isFalse();
  }

  private static void assertLeftToOpenCv(TestImage image) throws Exception {
    assertThat(isPlain(image)).isFalse();
    try (SharedPicture planes = withTurbo(image);
        SharedPicture openCv = withOpenCv(image)) {
      assertSame(planes.forUnit().grey(), openCv.forUnit().grey());
      assertSame(planes.forUnit().colour(100), openCv.forUnit().colour(100));
      assertSame(planes.forUnit().colour(), openCv.forUnit().colour());
      assertThat(planes.condition()).isEqualTo(openCv.condition());
    }
  }

  private static boolean isPlain(TestImage image) {
    Optional<JpegPlanes> planes =
        JpegPlanes.of(image.file(), image.header(), TurboJpeg.loaded().orElseThrow());
    planes.ifPresent(JpegPlanes::release);
    return planes.isPresent();
  }

  private static SharedPicture withTurbo(TestImage image) {
    return SharedPicture.of(image.file(), image.header(), TurboJpeg.loaded());
  }

  private static SharedPicture withOpenCv(TestImage image) {
    return SharedPicture.of(image.file(), image.header(), Optional.empty());
  }

  private static TestImage jpeg(Mat pixels, int... parameters) {
    MatOfByte file = new MatOfByte();
    Imgcodecs.imencode(".jpg", pixels, file, new MatOfInt(parameters));
    return new TestImage(
        ByteBuffer.wrap(file.toArray()),
        new ImageHeader(ImageFormat.JPEG, pixels.cols(), pixels.rows(), 1));
  }

  private static Mat picture(int width, int height) {
    Mat picture = new Mat();
    Imgproc.resize(
        TestImage.sample("astronaut.png").pixels(),
        picture,
        new org.opencv.core.Size(width, height),
        0,
        0,
        Imgproc.INTER_AREA);
    return picture;
  }

  private static double meanDifference(Mat one, Mat other) {
    return Core.norm(one, other, Core.NORM_L1) / (one.total() * one.channels());
  }

  private static void assertSame(Mat actual, Mat expected) {
    assertThat(actual.size()).isEqualTo(expected.size());
    assertThat(Core.norm(actual, expected, Core.NORM_INF)).isCloseTo(0, within(0.0));
  }
}
