package io.lynceus.model.image;

import static io.lynceus.model.image.ImageEndFinderTest.inWords;
import static io.lynceus.model.image.ImageFixtures.multiPicture;
import static io.lynceus.model.image.ImageParts.concat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class JpegEndFinderTest {
  private static final byte[] PICTURE = ImageFixtures.jpeg(24, 16);
  private static final byte[] OTHER = ImageFixtures.jpeg(40, 40);

  private final ImageEndFinder finder = ImageEndFinder.of(ImageFormat.JPEG, TestLimits.LARGE);

  @Test
  void theEndOfAThumbnailInsideIsNotTheEndOfTheImage() throws RefusedImageException {
    byte[] file = ImageFixtures.withSegment(PICTURE, 0xe1, OTHER);
    assertThat(feed(file)).hasValue(file.length);
  }

  @Test
  void codedDataMayContainStuffedBytesRestartsAndFill() throws RefusedImageException {
    byte[] head = Arrays.copyOf(PICTURE, PICTURE.length - 2);
    int[] tail = {0xff, 0x00, 0xd9, 0xff, 0xd0, 1, 0xff, 0x00, 0xff, 0xff, 0xff, 0xd9};
    byte[] file = concat(head, bytes(tail));
    assertThat(feed(concat(file, OTHER))).hasValue(file.length);
  }

  @Test
  void anImageCutOffByTheNextOneEndsWhereThatStarts() throws RefusedImageException {
    byte[] cut = Arrays.copyOf(PICTURE, PICTURE.length - 9);
    assertThat(feed(concat(cut, OTHER))).hasValue(cut.length);
    assertThatThrownBy(() -> ImageHeader.read(ByteBuffer.wrap(cut), TestLimits.LARGE))
        .isInstanceOf(RefusedImageException.class)
        .hasMessageContaining("ends before its image does");
  }

  @Test
  void anImageCutOffInItsFirstBytesIsRefusedAsReadingThoseBytesIs() throws RefusedImageException {
    byte[] cut = Arrays.copyOf(PICTURE, 2);
    assertThat(feed(concat(cut, OTHER))).hasValue(cut.length);
    ByteBuffer image = ByteBuffer.wrap(cut);
    assertThat(inWords(() -> finder.header(image, TestLimits.LARGE)))
        .isEqualTo(inWords(() -> ImageHeader.read(image, TestLimits.LARGE)))
        .startsWith("UNSUPPORTED_FORMAT");
  }

  @Test
  void announcedFurtherPicturesBelongToTheImage() throws RefusedImageException {
    byte[] file = multiPicture(PICTURE, 5, OTHER.length, OTHER);
    assertThat(feed(concat(file, PICTURE))).hasValue(file.length);
  }

  @Test
  void aFurtherPictureMayBePadded() throws RefusedImageException {
    byte[] file = multiPicture(PICTURE, 0, OTHER.length + 2048, OTHER);
    assertThat(feed(file)).hasValue(file.length);
  }

  @Test
  void theImageIsWholeBeforeItsFurtherPictures() throws RefusedImageException {
    byte[] file = multiPicture(PICTURE, 5, OTHER.length, OTHER);
    int primary = file.length - OTHER.length - 5;
    for (int at = 0; at < file.length; at++) {
      OptionalInt whole = at < primary ? OptionalInt.empty() : OptionalInt.of(primary);
      assertThat(finder.wholeUpTo()).isEqualTo(whole);
      assertThat(finder.feed(ByteBuffer.wrap(file, at, 1)).isPresent())
          .isEqualTo(at == file.length - 1);
    }
  }

  @Test
  void aStaleIndexEndsTheImageAsSoonAsNoPictureStartsWhereItSays() throws RefusedImageException {
    byte[] file = multiPicture(PICTURE, 5, 1000, new byte[0]);
    assertThat(finder.feed(ByteBuffer.wrap(file))).isEmpty();
    assertThat(finder.wholeUpTo()).hasValue(file.length - 5);
    assertThat(feed(ImageFixtures.png(8, 8))).hasValue(file.length - 5);
  }

  @Test
  void aStaleIndexDoesNotTakeTheNextImageForAFurtherPicture() throws RefusedImageException {
    byte[] adjacent = multiPicture(PICTURE, 0, OTHER.length - 1, new byte[0]);
    assertThat(feed(concat(adjacent, OTHER))).hasValue(adjacent.length);
  }

  @Test
  void aStaleIndexThatPointsFarEndsTheImageWhenTheNextOneStarts() throws RefusedImageException {
    byte[] far = multiPicture(PICTURE, 100_000, 1000, new byte[0]);
    byte[] alone = Arrays.copyOf(far, far.length - 100_000);
    assertThat(finder.feed(ByteBuffer.wrap(alone))).isEmpty();
    assertThat(feed(Arrays.copyOf(OTHER, 3))).hasValue(alone.length);
  }

  @Test
  void anIndexThatPointsIntoThePrimaryPictureIsIgnored() throws RefusedImageException {
    byte[] file = multiPicture(PICTURE, -20, 1000, new byte[0]);
    assertThat(feed(file)).hasValue(file.length);
  }

  @Test
  void aFurtherPictureThatReachesBeyondTheLimitIsNotBelievedHoweverTheBytesAreCut()
      throws RefusedImageException {
    byte[] file = multiPicture(PICTURE, 0, TestLimits.LARGE.bytes(), OTHER);
    int primary = file.length - OTHER.length;
    assertThat(feed(file)).hasValue(primary);
    ImageEndFinder bytewise = ImageEndFinder.of(ImageFormat.JPEG, TestLimits.LARGE);
    for (int i = 0; i < primary - 1; i++) {
      assertThat(bytewise.feed(ByteBuffer.wrap(file, i, 1))).isEmpty();
    }
    assertThat(bytewise.feed(ByteBuffer.wrap(file, primary - 1, 1))).hasValue(primary);
  }

  @Test
  void aHundredScansAreAcceptedAndOneMoreIsNot() throws RefusedImageException {
    byte[] hundred = ImageFixtures.scans(8, 8, 100);
    assertThat(feed(hundred)).hasValue(hundred.length);
    ImageEndFinder another = ImageEndFinder.of(ImageFormat.JPEG, TestLimits.LARGE);
    assertThatThrownBy(() -> another.feed(ByteBuffer.wrap(ImageFixtures.scans(8, 8, 101))))
        .isInstanceOf(RefusedImageException.class)
        .hasMessageContaining("100 scans");
  }

  private OptionalInt feed(byte[] piece) throws RefusedImageException {
    return finder.feed(ByteBuffer.wrap(piece));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
