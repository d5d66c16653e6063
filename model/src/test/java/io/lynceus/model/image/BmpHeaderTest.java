package io.lynceus.model.image;

import static io.lynceus.model.image.ImageHeaderTest.read;
import static io.lynceus.model.image.ImageHeaderTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.image.RefusedImageException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BmpHeaderTest {
  private static final int FILE_BYTES = 2;
  private static final int PIXEL_OFFSET = 10;
  private static final int HEADER_BYTES = 14;
  private static final int HEIGHT = 22;
  private static final int BITS = 28;
  private static final int COMPRESSION = 30;
  private static final int IMAGE_BYTES = 34;
  private static final int COLOURS = 46;

  @Test
  void rowsFromTopToBottomAreAccepted() throws RefusedImageException {
    assertThat(read(patched(HEIGHT, -10)).height()).isEqualTo(10);
    assertThat(refusal(patched(HEIGHT, Integer.MIN_VALUE))).isEqualTo(Reason.TOO_MANY_PIXELS);
  }

  @ParameterizedTest(name = "{0} bits, compression {1}")
  @CsvSource({
    "1, 0, true", "2, 0, false", "4, 0, true", "8, 0, true", "16, 0, true", "24, 0, true",
    "32, 0, true", "64, 0, false", "8, 1, true", "4, 2, true", "8, 2, false", "24, 1, false",
    "24, 4, false", "24, 5, false", "24, 6, false",
  })
  void onlyDecodableKindsAreAccepted(int bits, int compression, boolean accepted)
      throws RefusedImageException {
    ByteBuffer file = roomy();
    file.putShort(BITS, (short) bits).putInt(COMPRESSION, compression);
    if (accepted) {
      assertThat(read(file).width()).isEqualTo(10);
    } else {
      assertThat(refusal(file)).isEqualTo(Reason.UNSUPPORTED_FORMAT);
    }
  }

  @ParameterizedTest(name = "{0} bits, a header of {1}, masks {2} {3} {4}")
  @CsvSource({
    "16, 40, f800, 7e0, 1f, true",
    "16, 40, 7c00, 3e0, 1f, true",
    "16, 40, f00, f0, f, false",
    "16, 108, f800, 7e0, 1f, false",
    "32, 40, ff0000, ff00, ff, true",
    "32, 40, ff, ff00, ff0000, false",
    "32, 108, ff, ff00, ff0000, true",
  })
  void colourMasksAreAcceptedWhereTheDecoderReadsThem(
      int bits, int header, String red, String green, String blue, boolean accepted)
      throws RefusedImageException {
    ByteBuffer file = roomy();
    file.putInt(PIXEL_OFFSET, 14 + header + 12).putInt(HEADER_BYTES, header);
    file.putShort(BITS, (short) bits).putInt(COMPRESSION, 3);
    int at = 54;
    for (String mask : List.of(red, green, blue)) {
      file.putInt(at, Integer.parseInt(mask, 16));
      at += 4;
    }
    if (accepted) {
      assertThat(read(file).width()).isEqualTo(10);
    } else {
      assertThat(refusal(file)).isEqualTo(Reason.UNSUPPORTED_FORMAT);
    }
  }

  @Test
  void aPaletteOf256ColoursIsAcceptedAndALargerOneIsNot() throws RefusedImageException {
    ByteBuffer file = file();
    file.putShort(BITS, (short) 8).putInt(COLOURS, 256);
    assertThat(read(file).width()).isEqualTo(10);
    assertThat(refusal(file.putInt(COLOURS, 257))).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void runsThatCannotFillThePictureAreCorrupt() throws RefusedImageException {
    ByteBuffer file = file().putInt(COMPRESSION, 1).putShort(BITS, (short) 8);
    file.putInt(18, 51).putInt(HEIGHT, 10).putInt(IMAGE_BYTES, 4);
    assertThat(read(file).pixels()).isEqualTo(510);
    assertThat(refusal(file.putInt(HEIGHT, 11))).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void pixelsInsideTheHeadersAreCorrupt() {
    assertThat(refusal(patched(PIXEL_OFFSET, 53))).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aFileThatWouldEndWhereItStartsIsCorrupt() {
    byte[] file = file().putShort(BITS, (short) 0).putInt(PIXEL_OFFSET, 0).array();
    ImageEndFinder finder = ImageEndFinder.of(ImageFormat.BMP, TestLimits.LARGE);
    assertThatThrownBy(() -> finder.feed(ByteBuffer.wrap(file)))
        .isInstanceOf(RefusedImageException.class);
  }

  @ParameterizedTest(name = "a file that says it has {0} bytes")
  @CsvSource({"0", "54", "373", "-1", "2147483647"})
  void aWrongFileSizeIsCorrectedByTheSizeOfThePixels(int claimed) throws RefusedImageException {
    ByteBuffer file = patched(FILE_BYTES, claimed);
    ImageEndFinder finder = ImageEndFinder.of(ImageFormat.BMP, TestLimits.LARGE);
    assertThat(finder.feed(file)).hasValue(374);
    assertThat(read(file).width()).isEqualTo(10);
  }

  @Test
  void aFileThatSaysItIsLongerIsWholeWithItsPixels() throws RefusedImageException {
    ImageEndFinder finder = ImageEndFinder.of(ImageFormat.BMP, TestLimits.LARGE);
    assertThat(finder.feed(patched(FILE_BYTES, 376))).isEmpty();
    assertThat(finder.wholeUpTo()).hasValue(374);
    assertThat(finder.feed(ByteBuffer.wrap(new byte[2]))).hasValue(376);
  }

  @Test
  void aCompressedFileWithoutAnySizeIsCorrupt() {
    ByteBuffer file = file().putInt(COMPRESSION, 1).putInt(FILE_BYTES, 0).putInt(IMAGE_BYTES, 0);
    assertThat(refusal(file)).isEqualTo(Reason.CORRUPT);
  }

  @ParameterizedTest
  @CsvSource({"0", "11", "13", "16", "39", "41", "125", "-1"})
  void aHeaderOfAnUnknownSizeIsNoKnownFormat(int bytes) {
    assertThat(refusal(patched(HEADER_BYTES, bytes))).isEqualTo(Reason.UNSUPPORTED_FORMAT);
  }

  @Test
  void theHeaderOfOs2IsReadWithItsShortSizes() throws RefusedImageException {
    ByteBuffer file = ByteBuffer.allocate(26 + 8).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ImageParts.ascii("BM")).putInt(34).putInt(0).putInt(26);
    file.putInt(12).putShort((short) 2).putShort((short) 1).putShort((short) 1);
    file.putShort((short) 24).rewind();
    assertThat(read(file)).isEqualTo(new ImageHeader(ImageFormat.BMP, 2, 1, 1));
  }

  private static ByteBuffer patched(int at, int value) {
    return file().putInt(at, value);
  }

  /** The same with room for 32 bits a pixel and a longer header. */
  private static ByteBuffer roomy() {
    return ByteBuffer.allocate(600).order(ByteOrder.LITTLE_ENDIAN).put(0, file(), 0, 374);
  }

  /** 10 x 10, 24 bits a pixel: 54 bytes of headers, 320 of pixels. */
  private static ByteBuffer file() {
    return ByteBuffer.wrap(ImageFixtures.bmp(10, 10)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
