package io.lynceus.model.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lynceus.model.Expense;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The end of an image does not depend on how its bytes are cut, its header is the one that reading
 * the file gives, and the cost depends only on the bytes. The first byte of an input is the format,
 * the second the size of the pieces, the third the limit on the image's bytes.
 */
class ImageEndFinderFuzzTest {
  private static final int CONTROL_BYTES = 3;
  private static final List<ImageFormat> FORMATS = List.of(ImageFormat.values());
  private static final int LIMIT_UNIT = 64;
  private static final long HEAP_BYTES_BESIDES = 128 << 10;
  private static final int HEAP_BYTES_PER_BYTE = 64;
  private static final Duration MAX_CPU = Duration.ofSeconds(2);

  static Stream<byte[]> seeds() {
    return ImageHeaderFuzzTest.seeds()
        .map(file -> ImageParts.concat(control(file), file, new byte[4], file));
  }

  private static byte[] control(byte[] file) {
    FirstBytes.Image image = (FirstBytes.Image) FirstBytes.of(ByteBuffer.wrap(file));
    return new byte[] {(byte) FORMATS.indexOf(image.format()), 7, 100};
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void theEndIsTheSameHoweverTheBytesAreCut(byte[] input) {
    if (input.length < CONTROL_BYTES) {
      return;
    }
    ImageFormat format = FORMATS.get(input[0] & 3);
    int pieces = 1 + (input[1] & 0xff);
    ImageLimits limits = new ImageLimits(LIMIT_UNIT * (1 + (input[2] & 0xff)), 50_000_000, 16_384);
    byte[] bytes = Arrays.copyOfRange(input, CONTROL_BYTES, input.length);

    String whole = end(format, limits, bytes, Math.max(1, bytes.length));

    assertThat(end(format, limits, bytes, pieces)).isEqualTo(whole);
    assertThat(end(format, limits, bytes, 1)).isEqualTo(whole);
    Expense.assertBounded(
        HEAP_BYTES_BESIDES + (long) HEAP_BYTES_PER_BYTE * bytes.length,
        MAX_CPU,
        () -> end(format, limits, bytes, pieces));
  }

  /** In words: where the image ends and its header, how much is whole, or why it is refused. */
  private static String end(ImageFormat format, ImageLimits limits, byte[] bytes, int pieceBytes) {
    ImageEndFinder finder = ImageEndFinder.of(format, limits);
    for (int at = 0; at < bytes.length; at += pieceBytes) {
      int to = Math.min(bytes.length, at + pieceBytes);
      try {
        OptionalInt end = finder.feed(ByteBuffer.wrap(bytes, at, to - at));
        if (end.isPresent()) {
          assertThat(end.getAsInt()).isBetween(1, Math.min(to, limits.bytes()));
          ByteBuffer image = ByteBuffer.wrap(bytes, 0, end.getAsInt());
          return "end " + end.getAsInt() + " " + header(finder, format, image, limits);
        }
      } catch (RefusedImageException e) {
        return "refused " + e.reason();
      }
    }
    return "whole " + finder.wholeUpTo();
  }

  /** The header, or why it is refused: the finder's and that of the file, which are the same. */
  private static String header(
      ImageEndFinder finder, ImageFormat format, ByteBuffer image, ImageLimits limits) {
    String found = ImageEndFinderTest.inWords(() -> finder.header(image, limits));
    if (FirstBytes.of(image).equals(new FirstBytes.Image(format))) {
      assertThat(found)
          .isEqualTo(ImageEndFinderTest.inWords(() -> ImageHeader.read(image, limits)));
    }
    return found;
  }
}
