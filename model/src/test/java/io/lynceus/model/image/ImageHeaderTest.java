package io.lynceus.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import io.lynceus.model.image.RefusedImageException.Reason;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Properties of the headers of all formats. */
class ImageHeaderTest {

  /**
   * Far less than the pixels or segments that a mutated file claims, and far more than is needed.
   */
  private static final long FEW_BYTES = 64 << 10;

  @ParameterizedTest
  @EnumSource
  void aValidFileIsAccepted(ImageFormat format) throws RefusedImageException {
    assertThat(read(ImageFixtures.of(format, 60, 40)))
        .isEqualTo(new ImageHeader(format, 60, 40, 1));
    assertThat(read(ImageFixtures.of(format, 1, 1))).isEqualTo(new ImageHeader(format, 1, 1, 1));
  }

  @ParameterizedTest
  @EnumSource
  void aFileWithoutItsLastByteIsTruncated(ImageFormat format) {
    byte[] file = ImageFixtures.of(format, 60, 40);
    assertThat(refusal(Arrays.copyOf(file, file.length - 1))).isEqualTo(Reason.TRUNCATED);
  }

  @ParameterizedTest
  @EnumSource
  void bytesAfterTheImageAreIgnored(ImageFormat format) throws RefusedImageException {
    byte[] file = ImageParts.concat(ImageFixtures.of(format, 60, 40), new byte[] {1, 2, 3});
    assertThat(read(file)).isEqualTo(new ImageHeader(format, 60, 40, 1));
  }

  @ParameterizedTest
  @EnumSource
  void aFileAtTheLimitsIsAcceptedAndOneBeyondThemIsNot(ImageFormat format)
      throws RefusedImageException {
    byte[] file = ImageFixtures.of(format, 60, 40);
    ImageLimits exact = new ImageLimits(file.length, 2400, 60);
    assertThat(ImageHeader.read(ByteBuffer.wrap(file), exact).pixels()).isEqualTo(2400);
    assertThat(refusal(ByteBuffer.wrap(file), new ImageLimits(file.length - 1, 2400, 60)))
        .isEqualTo(Reason.TOO_LARGE);
    assertThat(refusal(ByteBuffer.wrap(file), new ImageLimits(file.length, 2399, 60)))
        .isEqualTo(Reason.TOO_MANY_PIXELS);
    assertThat(refusal(ByteBuffer.wrap(file), new ImageLimits(file.length, 2400, 59)))
        .isEqualTo(Reason.TOO_MANY_PIXELS);
  }

  @ParameterizedTest
  @CsvSource({"JPEG, 6", "JPEG, 3", "PNG, 8", "PNG, 1", "WEBP, 5", "WEBP, 2"})
  void theOrientationIsReadFromExif(ImageFormat format, int orientation)
      throws RefusedImageException {
    byte[] file = ImageFixtures.oriented(format, 60, 40, orientation);
    ImageHeader header = read(file);
    assertThat(header).isEqualTo(new ImageHeader(format, 60, 40, orientation));
    assertThat(header.displayWidth()).isEqualTo(orientation >= 5 ? 40 : 60);
  }

  @Test
  void bytesThatAreNoImageAreUnsupported() {
    assertThat(refusal(new byte[0])).isEqualTo(Reason.UNSUPPORTED_FORMAT);
    assertThat(refusal(ImageParts.ascii("hello"))).isEqualTo(Reason.UNSUPPORTED_FORMAT);
    assertThat(refusal(ImageParts.ascii("GIF89a"))).isEqualTo(Reason.UNSUPPORTED_FORMAT);
  }

  @Test
  void theFileIsReadFromItsPositionAndUnchanged() throws RefusedImageException {
    byte[] padded = ImageParts.concat(new byte[7], ImageFixtures.jpeg(16, 8));
    ByteBuffer file = ByteBuffer.wrap(padded).position(7);
    assertThat(ImageHeader.read(file, ImageLimits.DEFAULT).width()).isEqualTo(16);
    assertThat(file.position()).isEqualTo(7);
  }

  @Provide
  Arbitrary<byte[]> files() {
    byte[] jpeg = ImageFixtures.jpeg(32, 24);
    return Arbitraries.of(
        ImageFixtures.oriented(ImageFormat.JPEG, 32, 24, 6),
        ImageFixtures.multiPicture(jpeg, 1, jpeg.length, jpeg),
        ImageFixtures.progressiveJpeg(32, 24),
        ImageFixtures.oriented(ImageFormat.PNG, 16, 8, 6),
        ImageFixtures.interlacedPng(9, 9),
        ImageFixtures.oriented(ImageFormat.WEBP, 300, 200, 6),
        ImageFixtures.transparentWebp(),
        ImageFixtures.bmp(12, 8));
  }

  /** Most mutations hit the first bytes, where the lengths and sizes are. */
  @Property(tries = 3000)
  void aMutatedFileIsReadOrRefusedWithoutMuchMemory(
      @ForAll @From("files") byte[] file, @ForAll long seed) {
    byte[] mutated = mutate(file, new Random(seed));
    readAndFindEnd(mutated); // loads the classes first, which does not count
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    readAndFindEnd(mutated);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(FEW_BYTES);
  }

  private static void readAndFindEnd(byte[] file) {
    try {
      ImageFormat format = FirstBytes.formatOf(ByteBuffer.wrap(file));
      ImageEndFinder.of(format, ImageLimits.DEFAULT).feed(ByteBuffer.wrap(file));
      read(file);
    } catch (RefusedImageException refused) {
      Objects.requireNonNull(refused.reason());
    }
  }

  static byte[] mutate(byte[] file, Random random) {
    byte[] mutated = file.clone();
    int edits = 1 + random.nextInt(4);
    for (int i = 0; i < edits; i++) {
      int range = random.nextBoolean() ? Math.min(mutated.length, 100) : mutated.length;
      int at = random.nextInt(range);
      mutated[at] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(mutated, random.nextInt(mutated.length))
        : mutated;
  }

  static ImageHeader read(byte[] file) throws RefusedImageException {
    return read(ByteBuffer.wrap(file));
  }

  static ImageHeader read(ByteBuffer file) throws RefusedImageException {
    return ImageHeader.read(file, ImageLimits.DEFAULT);
  }

  static Reason refusal(byte[] file) {
    return refusal(ByteBuffer.wrap(file));
  }

  static Reason refusal(ByteBuffer file) {
    return refusal(file, ImageLimits.DEFAULT);
  }

  private static Reason refusal(ByteBuffer file, ImageLimits limits) {
    RefusedImageException refused =
        catchThrowableOfType(RefusedImageException.class, () -> ImageHeader.read(file, limits));
    return refused.reason();
  }
}
