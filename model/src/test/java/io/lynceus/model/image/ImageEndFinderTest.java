package io.lynceus.model.image;

import static io.lynceus.model.image.ImageParts.concat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynceus.model.image.RefusedImageException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Properties of the end finders of all formats. */
class ImageEndFinderTest {
  private static final byte[] TAKEN =
      ImageParts.exif(
          8,
          ByteOrder.BIG_ENDIAN,
          Map.of(0x9003, "2026:03:29 02:30:59", 0x9011, "+02:00", 0x9291, "25"));

  @Provide
  Arbitrary<byte[]> files() {
    byte[] jpeg = ImageFixtures.jpeg(40, 30);
    return Arbitraries.of(
        jpeg,
        ImageFixtures.progressiveJpeg(33, 17),
        ImageFixtures.oriented(ImageFormat.JPEG, 16, 16, 6),
        ImageFixtures.withExif(ImageFormat.JPEG, 16, 16, TAKEN),
        ImageFixtures.withSegment(ImageFixtures.oriented(ImageFormat.JPEG, 8, 8, 6), 0xe1, jpeg),
        ImageFixtures.scans(8, 8, 100),
        ImageFixtures.withSegment(jpeg, 0xe1, jpeg),
        ImageFixtures.multiPicture(jpeg, 3, jpeg.length, jpeg),
        ImageFixtures.png(20, 20),
        ImageFixtures.withExif(ImageFormat.PNG, 8, 8, TAKEN),
        ImageFixtures.withExif(ImageFormat.WEBP, 8, 8, TAKEN),
        ImageFixtures.lossyWebp(),
        ImageFixtures.transparentWebp(),
        ImageFixtures.bmp(9, 5));
  }

  @Property(tries = 500)
  void theEndIsFoundHoweverTheBytesAreCut(
      @ForAll @From("files") byte[] file,
      @ForAll @From("files") byte[] next,
      @ForAll @Size(max = 12) List<@IntRange(min = 1, max = 200) Integer> pieces,
      @ForAll boolean direct)
      throws RefusedImageException {
    ImageFormat format = FirstBytes.formatOf(ByteBuffer.wrap(file));
    assertThat(end(format, concat(file, next), pieces, direct)).hasValue(file.length);
  }

  @Property(tries = 500)
  void theHeaderThatTheFinderYieldsIsTheOneThatReadingTheFileSays(
      @ForAll @From("files") byte[] file,
      @ForAll @From("files") byte[] next,
      @ForAll @IntRange(min = 1, max = 300) int piece)
      throws RefusedImageException {
    ImageFormat format = FirstBytes.formatOf(ByteBuffer.wrap(file));
    ImageEndFinder finder = ImageEndFinder.of(format, ImageLimits.DEFAULT);
    int end = end(finder, concat(file, next), List.of(piece), false).orElseThrow();
    ByteBuffer image = ByteBuffer.wrap(concat(new byte[3], file)).position(3);

    ImageHeader header = finder.header(image, ImageLimits.DEFAULT);

    assertThat(end).isEqualTo(file.length);
    assertThat(header).isEqualTo(ImageHeader.read(ByteBuffer.wrap(file), ImageLimits.DEFAULT));
    assertThat(image.remaining()).isEqualTo(file.length);
  }

  /** For the same fault of several, with the same message. */
  @Property(tries = 2000)
  void theFinderRefusesTheHeaderOfADamagedFileAsReadingItDoes(
      @ForAll @From("files") byte[] file,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 300) int piece,
      @ForAll boolean narrow)
      throws RefusedImageException {
    ImageFormat format = FirstBytes.formatOf(ByteBuffer.wrap(file));
    byte[] damaged = ImageHeaderTest.mutate(file, new Random(seed));
    Assume.that(FirstBytes.of(ByteBuffer.wrap(damaged)).equals(new FirstBytes.Image(format)));
    ImageLimits limits = narrow ? new ImageLimits(1 << 20, 300, 20) : ImageLimits.DEFAULT;
    ImageEndFinder finder = ImageEndFinder.of(format, ImageLimits.DEFAULT);
    OptionalInt end;
    try {
      end = end(finder, damaged, List.of(piece), false);
    } catch (RefusedImageException noEnd) {
      return;
    }
    if (end.isPresent()) {
      ByteBuffer image = ByteBuffer.wrap(damaged, 0, end.getAsInt());
      assertThat(inWords(() -> finder.header(image, limits)))
          .isEqualTo(inWords(() -> ImageHeader.read(image, limits)));
    }
  }

  interface HeaderSource {
    ImageHeader header() throws RefusedImageException;
  }

  /** A header, or the refusal that came in its place. */
  static String inWords(HeaderSource source) {
    try {
      return source.header().toString();
    } catch (RefusedImageException e) {
      return e.reason() + ": " + e.getMessage();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCutImageHasNoEndAndIsNotWhole(ImageFormat format) throws RefusedImageException {
    byte[] file = ImageFixtures.of(format, 12, 12);
    ImageEndFinder finder = ImageEndFinder.of(format, ImageLimits.DEFAULT);
    assertThat(finder.feed(ByteBuffer.wrap(file, 0, file.length - 1))).isEmpty();
    assertThat(finder.wholeUpTo()).isEmpty();
    assertThat(finder.feed(ByteBuffer.wrap(file, file.length - 1, 1))).hasValue(file.length);
    assertThat(finder.wholeUpTo()).hasValue(file.length);
  }

  @ParameterizedTest
  @EnumSource
  void anImageAtTheLimitEndsAndALongerOneIsTooLarge(ImageFormat format)
      throws RefusedImageException {
    byte[] file = ImageFixtures.of(format, 12, 12);
    byte[] stream = concat(file, file);
    ImageEndFinder fits = ImageEndFinder.of(format, bytes(file.length));
    assertThat(fits.feed(ByteBuffer.wrap(stream))).hasValue(file.length);

    ImageEndFinder tooLong = ImageEndFinder.of(format, bytes(file.length - 1));
    RefusedImageException refused =
        catchThrowableOfType(
            RefusedImageException.class, () -> tooLong.feed(ByteBuffer.wrap(stream)));
    assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
  }

  @ParameterizedTest
  @EnumSource
  void aPieceAndItsPositionAreUnchanged(ImageFormat format) throws RefusedImageException {
    ByteBuffer piece = ByteBuffer.wrap(ImageFixtures.of(format, 12, 12));
    ImageEndFinder.of(format, ImageLimits.DEFAULT).feed(piece);
    assertThat(piece.position()).isZero();
    assertThat(piece.limit()).isEqualTo(piece.capacity());
  }

  private static ImageLimits bytes(int bytes) {
    return new ImageLimits(bytes, 1_000_000, 10_000);
  }

  /** Feeds pieces of these sizes, over and over; byte by byte when there are none. */
  private static OptionalInt end(
      ImageFormat format, byte[] stream, List<Integer> pieces, boolean direct)
      throws RefusedImageException {
    return end(ImageEndFinder.of(format, ImageLimits.DEFAULT), stream, pieces, direct);
  }

  private static OptionalInt end(
      ImageEndFinder finder, byte[] stream, List<Integer> pieces, boolean direct)
      throws RefusedImageException {
    List<Integer> sizes = pieces.isEmpty() ? List.of(1) : new ArrayList<>(pieces);
    int at = 0;
    for (int i = 0; at < stream.length; i++) {
      int to = Math.min(stream.length, at + sizes.get(i % sizes.size()));
      byte[] bytes = Arrays.copyOfRange(stream, at, to);
      ByteBuffer piece = ByteBuffer.wrap(bytes);
      if (direct) {
        piece = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
      }
      OptionalInt end = finder.feed(piece);
      if (end.isPresent()) {
        return end;
      }
      at = to;
    }
    return finder.wholeUpTo();
  }
}
