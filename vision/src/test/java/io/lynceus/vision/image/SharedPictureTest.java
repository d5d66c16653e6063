package io.lynceus.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.vision.TestImage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

class SharedPictureTest {

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  @ParameterizedTest
  @EnumSource(ImageFormat.class)
  void everyFormatThatIsLetInIsDecoded(ImageFormat format) throws Exception {
    try (SharedPicture picture = TestImage.of(twoColours(), format).open()) {
      Mat colour = picture.forUnit().colour();

      assertThat(colour.type()).isEqualTo(CvType.CV_8UC3);
      assertThat(colour.get(10, 5)[0]).isGreaterThan(240);
      assertThat(colour.get(10, 35)[2]).isGreaterThan(240);
    }
  }

  @Test
  void aPictureInADirectBufferIsTheSame() throws Exception {
    TestImage image = TestImage.of(twoColours(), ImageFormat.PNG);
    ByteBuffer direct = ByteBuffer.allocateDirect(image.file().capacity() + 7).position(7);
    direct.put(image.file().duplicate()).position(7);
    try (SharedPicture picture = SharedPicture.of(direct, image.header())) {
      assertSame(picture.forUnit().colour(), twoColours());
    }
  }

  @Test
  void sixteenBitsAreReducedToEight() throws Exception {
    Mat deep = new Mat(4, 4, CvType.CV_16UC3, Scalar.all(0x8000));
    try (SharedPicture picture = TestImage.of(deep, ImageFormat.PNG).open()) {
      assertSame(picture.forUnit().colour(), new Mat(4, 4, CvType.CV_8UC3, Scalar.all(0x80)));
    }
  }

  @Test
  void transparencyIsDropped() throws Exception {
    Mat clear = new Mat(4, 4, CvType.CV_8UC4, new Scalar(10, 20, 30, 0));
    try (SharedPicture picture = TestImage.of(clear, ImageFormat.PNG).open()) {
      Mat opaque = new Mat(4, 4, CvType.CV_8UC3, new Scalar(10, 20, 30));
      assertSame(picture.forUnit().colour(), opaque);
    }
  }

  @Test
  void thePictureStandsUpright() throws Exception {
    TestImage lying = TestImage.of(twoColours(), ImageFormat.PNG).lying();
    try (SharedPicture picture = lying.open()) {
      assertThat(picture.forUnit().size()).isEqualTo(new Size(40, 20));
      assertSame(picture.forUnit().colour(), twoColours());
    }
  }

  @Test
  void greyOfAJpegIsItsStoredLumaWhateverWasDecodedBefore() throws Exception {
    TestImage image = TestImage.of(twoColours(), ImageFormat.JPEG);
    Mat luma = image.pixels(Imgcodecs.IMREAD_GRAYSCALE);
    try (SharedPicture greyFirst = image.open();
        SharedPicture colourFirst = image.open()) {
      assertSame(greyFirst.forUnit().grey(), luma);
      colourFirst.forUnit().colour();
      assertSame(colourFirst.forUnit().grey(), luma);
    }
  }

  @Test
  void greyOfOtherFilesComesFromTheColours() throws Exception {
    Mat grey = new Mat();
    Imgproc.cvtColor(twoColours(), grey, Imgproc.COLOR_BGR2GRAY);
    try (SharedPicture picture = TestImage.of(twoColours(), ImageFormat.PNG).open()) {
      assertSame(picture.forUnit().grey(), grey);
    }
  }

  @Test
  void aScaledVersionHasTheAskedLongSide() throws Exception {
    try (SharedPicture picture = TestImage.flat(40, 20, 7).open()) {
      Mat scaled = picture.forUnit().colour(10);

      assertThat(scaled.cols()).isEqualTo(10);
      assertThat(scaled.rows()).isEqualTo(5);
      assertThat(picture.forUnit().colour(40)).isSameAs(picture.forUnit().colour());
    }
  }

  @ParameterizedTest
  @CsvSource({"1439, 900, 1439", "1440, 901, 720", "2881, 33, 721", "5760, 100, 720"})
  void aLargeJpegIsDecodedAtThePartOfItsSizeThatNetworksNeed(int width, int height, int side)
      throws Exception {
    Mat wide = new Mat();
    Imgproc.resize(twoColours(), wide, new org.opencv.core.Size(width, height));
    for (int orientation : new int[] {1, 6}) {
      TestImage image = TestImage.of(wide, ImageFormat.JPEG).withOrientation(orientation);
      try (SharedPicture picture = image.open()) {
        Mat asked = picture.forUnit().colour(side);
        Mat scaled = picture.forUnit().colour(144);

        assertThat(Math.max(asked.cols(), asked.rows())).isEqualTo(side);
        assertThat(Math.max(scaled.cols(), scaled.rows())).isEqualTo(144);
        assertThat(picture.forUnit().size().longSide()).isEqualTo(width);
        assertThat(scaled.get(0, 0)[0]).isGreaterThan(240);
      }
    }
  }

  /** Of a JPEG whose pixels share no colours, and which is progressive. */
  @Test
  void theMemoryOfAJpegIsThatOfItsPlanesAndCoefficientsAndColours() {
    for (int orientation : new int[] {1, 6}) {
      ImageHeader header = new ImageHeader(ImageFormat.JPEG, 1000, 800, orientation);
      try (SharedPicture picture = SharedPicture.of(ByteBuffer.allocate(0), header)) {
        long pixels = 1000 * 800;
        assertThat(picture.bytes()).isEqualTo(pixels * (3 + 4) + (4 << 20));
        assertThat(picture.makingBytes()).isEqualTo(pixels * (orientation == 1 ? 6 : 6 + 3));
      }
    }
  }

  @Test
  void aVersionIsMadeOnceHoweverManyAskForIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (SharedPicture picture = TestImage.sample("astronaut.png").open()) {
      List<Picture> units = new ArrayList<>();
      List<Future<Mat>> versions = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Picture unit = picture.forUnit();
        units.add(unit);
        versions.add(threads.submit(() -> unit.colour(100)));
      }
      for (Future<Mat> version : versions) {
        assertThat(version.get()).isSameAs(versions.get(0).get());
      }
      assertThat(units).filteredOn(unit -> !unit.decodeTime().isZero()).hasSizeBetween(1, 2);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aUnitThatFindsAVersionMadeHasNotDecoded() throws Exception {
    try (SharedPicture picture = TestImage.sample("astronaut.png").open()) {
      Picture first = picture.forUnit();
      Picture second = picture.forUnit();
      first.colour();
      second.colour();

      assertThat(first.decodeTime()).isPositive();
      assertThat(second.decodeTime()).isEqualTo(Duration.ZERO);
    }
  }

  @Test
  void everyUnitIsToldThatAnImageIsDamaged() {
    ByteBuffer noImage = ByteBuffer.wrap(new byte[100]);
    ImageHeader header = new ImageHeader(ImageFormat.PNG, 10, 10, 1);
    try (SharedPicture picture = SharedPicture.of(noImage, header)) {
      for (int unit = 0; unit < 2; unit++) {
        assertThatThrownBy(() -> picture.forUnit().grey())
            .isInstanceOf(UnreadableImageException.class)
            .hasMessageContaining("damaged");
      }
    }
  }

  @Test
  void anEmptyFileIsDamaged() {
    ImageHeader header = new ImageHeader(ImageFormat.PNG, 10, 10, 1);
    try (SharedPicture picture = SharedPicture.of(ByteBuffer.allocate(0), header)) {
      assertThatThrownBy(() -> picture.forUnit().colour())
          .isInstanceOf(UnreadableImageException.class);
    }
  }

  @Test
  void anImageOfAnotherSizeThanItsHeaderSaysIsRefused() {
    TestImage image = TestImage.flat(10, 10, 0);
    ImageHeader header = new ImageHeader(ImageFormat.PNG, 10, 11, 1);
    try (SharedPicture picture = SharedPicture.of(image.file(), header)) {
      assertThatThrownBy(() -> picture.forUnit().colour())
          .isInstanceOf(UnreadableImageException.class)
          .hasMessageContaining("10x10")
          .hasMessageContaining("10x11");
    }
  }

  @Test
  void closingFreesAllVersions() throws Exception {
    SharedPicture picture = TestImage.flat(10, 20, 0).open();
    Picture unit = picture.forUnit();
    List<Mat> versions = List.of(unit.colour(), unit.grey(), unit.colour(5));

    picture.close();
    picture.close();

    assertThat(versions).allMatch(Mat::empty);
    assertThatThrownBy(unit::colour).isInstanceOf(IllegalStateException.class);
  }

  /** 40x20: the left half blue, the right half red. */
  private static Mat twoColours() {
    Mat picture = new Mat(20, 40, CvType.CV_8UC3, new Scalar(255, 0, 0));
    picture.colRange(20, 40).setTo(new Scalar(0, 0, 255));
    return picture;
  }

  private static void assertSame(Mat actual, Mat expected) {
    assertThat(actual.size()).isEqualTo(expected.size());
    assertThat(Core.norm(actual, expected, Core.NORM_INF)).isZero();
  }
}
