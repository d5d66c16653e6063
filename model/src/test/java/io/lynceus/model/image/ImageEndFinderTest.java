package io.lynceus.model.image;

import static io.lynceus.model.image.ImageParts.concat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynceus.model.image.RefusedImageException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the finders of all formats have in common. */
class ImageEndFinderTest {

  @Provide
  Arbitrary<byte[]> files() {
    byte[] jpeg = ImageFixtures.jpeg(40, 30);
    return Arbitraries.of(
        jpeg,
        ImageFixtures.progressiveJpeg(33, 17),
        ImageFixtures.oriented(ImageFormat.JPEG, 16, 16, 6),
        ImageFixtures.withSegment(jpeg, 0xe1, jpeg),
        ImageFixtures.multiPicture(jpeg, 3, jpeg.length, jpeg),
        ImageFixtures.png(20, 20),
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

  @ParameterizedTest
  @EnumSource
  void aCutImageHasNoEndAndIsNotWhole(ImageFormat format) throws RefusedImageException {
    byte[] file = ImageFixtures.of(format, 12, 12);
    ImageEndFinder finder = ImageEndFinder.of(format, TestLimits.LARGE);
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
  void aPieceIsLeftAsItIs(ImageFormat format) throws RefusedImageException {
    ByteBuffer piece = ByteBuffer.wrap(ImageFixtures.of(format, 12, 12));
    ImageEndFinder.of(format, TestLimits.LARGE).feed(piece);
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
    ImageEndFinder finder = ImageEndFinder.of(format, TestLimits.LARGE);
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
