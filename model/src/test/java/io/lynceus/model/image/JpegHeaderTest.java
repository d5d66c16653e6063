package io.lynceus.model.image;

import static io.lynceus.model.image.ImageHeaderTest.read;
import static io.lynceus.model.image.ImageHeaderTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.image.RefusedImageException.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegHeaderTest {

  @Test
  void aProgressiveJpegIsAccepted() throws RefusedImageException {
    assertThat(read(ImageFixtures.progressiveJpeg(50, 30)))
        .isEqualTo(new ImageHeader(ImageFormat.JPEG, 50, 30, 1));
  }

  @Test
  void brokenExifMeansUpright() throws RefusedImageException {
    byte[] broken = ImageParts.ascii("Exif\0\0MM\0*\377\377\377\377");
    byte[] file = ImageFixtures.withSegment(ImageFixtures.jpeg(8, 8), 0xe1, broken);
    assertThat(read(file).orientation()).isEqualTo(1);
  }

  @Test
  void exifIsFoundBehindAnotherApp1Segment() throws RefusedImageException {
    byte[] file =
        ImageFixtures.withSegment(
            ImageFixtures.oriented(ImageFormat.JPEG, 8, 8, 6),
            0xe1,
            ImageParts.ascii("http://ns.adobe.com/xap/1.0/\0"));
    assertThat(read(file).orientation()).isEqualTo(6);
  }

  @ParameterizedTest(name = "frame header FF {0}")
  @CsvSource({"c3", "c5", "c7", "cb", "cd", "cf"})
  void losslessAndHierarchicalFramesAreUnsupported(String marker) {
    byte[] file = ImageFixtures.jpeg(8, 8);
    file[frameAt(file) - 3] = (byte) Integer.parseInt(marker, 16);
    assertThat(refusal(file)).isEqualTo(Reason.UNSUPPORTED_FORMAT);
  }

  @ParameterizedTest(name = "byte {0} of the frame header becomes {1}")
  @CsvSource({
    "0, 12, UNSUPPORTED_FORMAT", // bits a sample
    "2, 0, UNSUPPORTED_FORMAT", // height, which is below 256
    "4, 0, CORRUPT", // width
    "5, 2, CORRUPT", // components that its length does not fit
    "7, 5, CORRUPT", // no rows a sample
    "6, 99, CORRUPT", // a component that no scan has
  })
  void anInvalidFrameHeaderIsRefused(int at, int value, Reason reason) {
    byte[] file = ImageFixtures.jpeg(8, 8);
    file[frameAt(file) + at] = (byte) value;
    assertThat(refusal(file)).isEqualTo(reason);
  }

  @Test
  void aSecondFrameHeaderIsRefused() {
    byte[] file = ImageFixtures.scans(8, 8, 1);
    byte[] frame = ByteBuffer.wrap(file).slice(6, 9).array();
    byte[] twice = ImageFixtures.withSegment(file, 0xc0, Arrays.copyOfRange(frame, 6, 15));
    assertThat(refusal(twice)).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aFileWithoutAPictureIsCorrupt() {
    assertThat(refusal(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xd9}))
        .isEqualTo(Reason.CORRUPT);
    assertThat(refusal(ImageFixtures.scans(8, 8, 0))).isEqualTo(Reason.CORRUPT);
  }

  /** Every scan of the fixture has two bytes of data, one of them FF: 8 blocks a byte. */
  @Test
  void moreBlocksThanCodedBitsAreCorrupt() throws RefusedImageException {
    assertThat(read(ImageFixtures.scans(8 * 16, 8, 1)).pixels()).isEqualTo(1024);
    assertThat(refusal(ImageFixtures.scans(8 * 17, 8, 1))).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void tooManyScansOfManyPixelsAreCorrupt() throws RefusedImageException {
    byte[] data = new byte[200_000];
    byte[] often = ImageFixtures.scans(10_000, 5_000, 20);
    byte[] tooOften = ImageFixtures.scans(10_000, 5_000, 21);
    assertThat(read(withData(often, data)).pixels()).isEqualTo(50_000_000);
    assertThat(refusal(withData(tooOften, data))).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void arithmeticCodingMayTakeFewerBitsButCostsMore() throws RefusedImageException {
    assertThat(read(arithmetic(ImageFixtures.scans(8 * 256, 8, 1))).width()).isEqualTo(2048);
    assertThat(refusal(arithmetic(ImageFixtures.scans(8 * 257, 8, 1)))).isEqualTo(Reason.CORRUPT);
    byte[] data = new byte[10_000];
    assertThat(read(withData(arithmetic(ImageFixtures.scans(10_000, 5_000, 5)), data)).height())
        .isEqualTo(5_000);
    assertThat(refusal(withData(arithmetic(ImageFixtures.scans(10_000, 5_000, 6)), data)))
        .isEqualTo(Reason.CORRUPT);
  }

  /** The same with the frame header of arithmetic coding; it is never decoded. */
  private static byte[] arithmetic(byte[] file) {
    file[3] = (byte) 0xca;
    return file;
  }

  /** The same with this coded data in its last scan. */
  private static byte[] withData(byte[] file, byte[] data) {
    byte[] head = Arrays.copyOf(file, file.length - 2);
    return ImageParts.concat(head, data, new byte[] {(byte) 0xff, (byte) 0xd9});
  }

  /** Where the payload of the frame header starts. */
  private static int frameAt(byte[] file) {
    int at = 2;
    while ((file[at + 1] & 0xff) != 0xc0) {
      at += 2 + ByteBuffer.wrap(file).getShort(at + 2);
    }
    return at + 4;
  }
}
