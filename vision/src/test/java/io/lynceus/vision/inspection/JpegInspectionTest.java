package io.lynceus.vision.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.image.PictureCondition;
import io.lynceus.vision.TestImage;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.imgcodecs.Imgcodecs;

class JpegInspectionTest {
  private static final PictureCondition UNKNOWN = PictureCondition.damaged(Optional.empty());
  private static final double A_ROW = 1.0 / TestJpeg.MCUS_DOWN;

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  static Stream<TestJpeg> wholeFiles() {
    TestImage.loadLibraries();
    return Stream.of(
        TestJpeg.baseline(),
        TestJpeg.restarting(),
        TestJpeg.progressive(),
        TestJpeg.encoded(Imgcodecs.IMWRITE_JPEG_OPTIMIZE, 1),
        TestJpeg.encoded(Imgcodecs.IMWRITE_JPEG_QUALITY, 3),
        TestJpeg.encoded(Imgcodecs.IMWRITE_JPEG_QUALITY, 100),
        TestJpeg.encoded(
            Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR, Imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_444),
        TestJpeg.encoded(
            Imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1, Imgcodecs.IMWRITE_JPEG_RST_INTERVAL, 7));
  }

  @ParameterizedTest
  @MethodSource("wholeFiles")
  void aWholeFileIsSound(TestJpeg jpeg) {
    assertThat(JpegInspection.whole(jpeg.file())).isEqualTo(PictureCondition.SOUND);
    assertThat(JpegInspection.headers(jpeg.file())).isEqualTo(PictureCondition.SOUND);
  }

  @ParameterizedTest
  @MethodSource("wholeFiles")
  void aWholeFileOfACameraIsPlain(TestJpeg jpeg) {
    assertThat(Inspection.isPlainJpeg(jpeg.file())).isTrue();
  }

  @Test
  void whatCamerasDoNotMakeIsNotPlain() {
    TestJpeg jpeg = TestJpeg.baseline();
    int frame = jpeg.frame();
    assertThat(Inspection.isPlainJpeg(jpeg.with(frame + 1, 0xc9).file()))
        .as("arithmetic")
        .isFalse();
    assertThat(Inspection.isPlainJpeg(jpeg.with(frame + 14, 0x21).file()))
        .as("colours with two blocks a unit")
        .isFalse();
    TestJpeg missing = TestJpeg.progressive();
    assertThat(Inspection.isPlainJpeg(missing.cutAt(startOfTables(missing, 1)).file())).isFalse();
    assertThat(Inspection.isPlainJpeg(ByteBuffer.allocate(3))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.12, 0.5, 0.98})
  void aScanThatIsCutOffIsThereUpToTheCut(double part) {
    assertThat(partOf(TestJpeg.baseline().cutAt(part))).isCloseTo(part, within(0.03));
    assertThat(partOf(TestJpeg.restarting().cutAt(part))).isCloseTo(part, within(0.03));
  }

  @Test
  void aProgressiveFileThatIsCutOffInItsFirstScanIsThereUpToTheCut() {
    TestJpeg jpeg = TestJpeg.progressive();
    int middle = (jpeg.scan(0) + jpeg.scan(1)) / 2;
    assertThat(partOf(jpeg.cutAt(middle))).isCloseTo(0.5, within(0.05));
  }

  @Test
  void aProgressiveFileWithoutItsLastScansIsABlurWhoseCoefficientsAreMissing() {
    TestJpeg jpeg = TestJpeg.progressive();
    for (int scan = 1; scan < jpeg.scans(); scan++) {
      TestJpeg cut = jpeg.cutAt(startOfTables(jpeg, scan));
      assertThat(JpegInspection.headers(cut.file())).as("scan %d", scan).isEqualTo(UNKNOWN);
      assertThat(JpegInspection.whole(cut.file())).as("scan %d", scan).isEqualTo(UNKNOWN);
    }
  }

  /** Where the scan before that one ends. */
  private static int startOfTables(TestJpeg jpeg, int scan) {
    return JpegMarkers.next(jpeg.file(), jpeg.scan(scan - 1));
  }

  @Test
  void aProgressiveFileThatIsCutOffInALaterScanIsDamaged() {
    TestJpeg jpeg = TestJpeg.progressive();
    int last = jpeg.scans() - 1;
    int middle = (jpeg.scan(last) + jpeg.bytes().length) / 2;
    assertThat(JpegInspection.whole(jpeg.cutAt(middle).file())).isEqualTo(UNKNOWN);
  }

  @Test
  void anIntervalThatIsMissingCostsItselfAndItsNeighbour() {
    for (int interval = 1; interval < TestJpeg.MCUS_DOWN - 1; interval++) {
      assertThat(partOf(TestJpeg.restarting().withoutInterval(interval)))
          .as("interval %d", interval)
          .isCloseTo(1 - 2 * A_ROW, within(0.001));
    }
  }

  @Test
  void twoIntervalsThatAreMissingCostThemselvesAndANeighbour() {
    assertThat(partOf(TestJpeg.restarting().withoutInterval(5).withoutInterval(5)))
        .isCloseTo(1 - 3 * A_ROW, within(0.001));
  }

  /** Decoders show what follows four missing intervals where it does not belong. */
  @Test
  void whatComesBehindAGapThatIsTooWideIsNotThere() {
    TestJpeg jpeg = TestJpeg.restarting();
    for (int i = 0; i < 4; i++) {
      jpeg = jpeg.withoutInterval(5);
    }
    assertThat(partOf(jpeg)).isCloseTo(5 * A_ROW, within(0.001));
  }

  @Test
  void noiseInAnIntervalCostsThatInterval() {
    for (int interval = 1; interval < TestJpeg.MCUS_DOWN - 1; interval++) {
      assertThat(partOf(TestJpeg.restarting().withNoiseInInterval(interval)))
          .as("interval %d", interval)
          .isCloseTo(1 - A_ROW, within(0.001));
    }
  }

  @Test
  void dataThatIsLeftOverMeansThatNobodyKnowsWhereItBelongs() {
    TestJpeg jpeg = TestJpeg.baseline();
    int[] tail = new int[400];
    for (int i = 0; i < tail.length; i++) {
      tail[i] = jpeg.bytes()[jpeg.scan(0) + i] & 0x7f;
    }
    assertThat(JpegInspection.whole(jpeg.padded(tail).file())).isEqualTo(UNKNOWN);
  }

  @Test
  void paddingInFrontOfTheEndIsHarmless() {
    for (TestJpeg jpeg : new TestJpeg[] {TestJpeg.baseline(), TestJpeg.restarting()}) {
      assertSound(jpeg.padded(0, 0, 0, 0, 0, 0, 0, 0, 0));
      assertSound(jpeg.padded(0xff, 0xff, 0xff));
      assertSound(jpeg.padded(0x41, 0x42));
    }
  }

  @Test
  void anUnknownRevisionIsHarmless() {
    assertSound(TestJpeg.baseline().ofUnknownRevision());
  }

  /** Whatever the bytes: an answer, and no other exception, hang or large memory. */
  @Test
  @Tag("gate")
  void randomDamageIsAnsweredToo() {
    Random random = new Random(1);
    for (TestJpeg jpeg : wholeFiles().toList()) {
      for (int i = 0; i < 100; i++) {
        byte[] damaged = jpeg.bytes().clone();
        for (int j = 0; j < 1 + random.nextInt(20); j++) {
          damaged[2 + random.nextInt(damaged.length - 2)] = (byte) random.nextInt(256);
        }
        TestJpeg file = new TestJpeg(damaged);
        assertThat(JpegInspection.whole(file.file())).isNotNull();
        assertThat(JpegInspection.headers(file.file())).isNotNull();
      }
    }
  }

  private static void assertSound(TestJpeg jpeg) {
    assertThat(JpegInspection.whole(jpeg.file())).isEqualTo(PictureCondition.SOUND);
  }

  private static double partOf(TestJpeg jpeg) {
    PictureCondition condition = JpegInspection.whole(jpeg.file());
    assertThat(condition.damaged()).isTrue();
    return condition.decodedPart().orElseThrow();
  }
}
