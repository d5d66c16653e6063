package io.lynceus.model.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lynceus.model.Expense;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file is refused with a reason or lies within the limits. The cost depends on the bytes of
 * the file and not on what they claim. An accepted file has an end, and its header does not depend
 * on the bytes after the end.
 */
class ImageHeaderFuzzTest {
  private static final ImageLimits LIMITS = ImageLimits.DEFAULT;
  private static final long HEAP_BYTES_BESIDES = 64 << 10;
  private static final int HEAP_BYTES_PER_BYTE = 64;
  private static final Duration MAX_CPU = Duration.ofSeconds(2);

  static Stream<byte[]> seeds() {
    byte[] jpeg = ImageFixtures.jpeg(24, 16);
    return Stream.of(
        jpeg,
        ImageFixtures.progressiveJpeg(17, 9),
        ImageFixtures.oriented(ImageFormat.JPEG, 8, 8, 6),
        ImageFixtures.multiPicture(jpeg, 3, jpeg.length, jpeg),
        ImageFixtures.scans(16, 16, 3),
        ImageFixtures.png(9, 7),
        ImageFixtures.interlacedPng(5, 5),
        ImageFixtures.oriented(ImageFormat.PNG, 8, 8, 3),
        ImageFixtures.webp(7, 5),
        ImageFixtures.lossyWebp(),
        ImageFixtures.transparentWebp(),
        ImageFixtures.oriented(ImageFormat.WEBP, 8, 8, 8),
        ImageFixtures.bmp(5, 4));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anAcceptedFileLiesWithinTheLimitsAndHasAnEnd(byte[] file) throws RefusedImageException {
    Optional<ImageHeader> read = read(file);

    if (read.isPresent()) {
      ImageHeader header = read.get();
      assertThat(header.width()).isBetween(1, LIMITS.side());
      assertThat(header.height()).isBetween(1, LIMITS.side());
      assertThat(header.pixels()).isLessThanOrEqualTo(LIMITS.pixels());
      assertThat(header.orientation()).isBetween(1, 8);
      byte[] image = Arrays.copyOf(file, end(header.format(), file));
      assertThat(read(image)).contains(header);
      assertThat(read(Arrays.copyOf(file, file.length + 32))).contains(header);
    }
    Expense.assertBounded(
        HEAP_BYTES_BESIDES + (long) HEAP_BYTES_PER_BYTE * file.length, MAX_CPU, () -> read(file));
  }

  private static Optional<ImageHeader> read(byte[] file) {
    try {
      return Optional.of(ImageHeader.read(ByteBuffer.wrap(file), LIMITS));
    } catch (RefusedImageException e) {
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(300);
      return Optional.empty();
    }
  }

  private static int end(ImageFormat format, byte[] file) throws RefusedImageException {
    ImageEndFinder finder = ImageEndFinder.of(format, LIMITS);
    OptionalInt end = finder.feed(ByteBuffer.wrap(file));
    return (end.isPresent() ? end : finder.wholeUpTo()).orElseThrow();
  }
}
