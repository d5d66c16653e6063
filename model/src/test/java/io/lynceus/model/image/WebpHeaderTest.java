package io.lynceus.model.image;

import static io.lynceus.model.image.ImageFixtures.riff;
import static io.lynceus.model.image.ImageHeaderTest.read;
import static io.lynceus.model.image.ImageHeaderTest.refusal;
import static io.lynceus.model.image.ImageParts.chunk;
import static io.lynceus.model.image.ImageParts.vp8l;
import static io.lynceus.model.image.ImageParts.vp8x;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.image.RefusedImageException.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WebpHeaderTest {

  @Test
  void lossyAndTransparentFilesAreAccepted() throws RefusedImageException {
    assertThat(read(ImageFixtures.lossyWebp()))
        .isEqualTo(new ImageHeader(ImageFormat.WEBP, 16, 16, 1));
    assertThat(read(ImageFixtures.transparentWebp()))
        .isEqualTo(new ImageHeader(ImageFormat.WEBP, 16, 12, 1));
  }

  @Test
  void anAnimatedFileIsUnsupported() {
    byte[] file = riff(chunk("VP8X", vp8x(0x02, 4, 4)), chunk("ANIM", new byte[6]));
    assertThat(refusal(file)).isEqualTo(Reason.UNSUPPORTED_FORMAT);
  }

  @Test
  void aCanvasAsLargeAsItCanBeHasTooManyPixels() {
    byte[] file = riff(chunk("VP8X", vp8x(0, 1 << 24, 1 << 24)), chunk("VP8L", vp8l(4, 4)));
    assertThat(refusal(file)).isEqualTo(Reason.TOO_MANY_PIXELS);
  }

  @Test
  void aPictureThatDoesNotFillItsCanvasIsCorrupt() {
    byte[] file = riff(chunk("VP8X", vp8x(0, 5, 4)), chunk("VP8L", vp8l(4, 4)));
    assertThat(refusal(file)).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aFileWithoutAPictureIsCorrupt() {
    assertThat(refusal(riff(chunk("VP8X", vp8x(0, 4, 4))))).isEqualTo(Reason.CORRUPT);
    assertThat(refusal(riff(chunk("ABCD", new byte[4]), chunk("VP8L", vp8l(4, 4)))))
        .isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aPictureChunkLongerThanItsFileIsCorrupt() {
    byte[] file = ImageFixtures.webp(4, 4);
    file[16]++;
    assertThat(refusal(file)).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void metadataCutOffAfterThePictureIsIgnored() throws RefusedImageException {
    byte[] exif = chunk("EXIF", new byte[4]);
    exif[4] = 100;
    assertThat(read(riff(chunk("VP8L", vp8l(4, 4)), exif)).width()).isEqualTo(4);
  }

  /** 16 x 16 has one macroblock; the size is claimed to be 1600 x 1600 then. */
  @Test
  void aLossyPictureWithoutBytesForItsMacroblocksIsCorrupt() {
    byte[] file = ImageFixtures.lossyWebp();
    file[27] = 6;
    file[29] = 6;
    assertThat(refusal(file)).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aWrongSignatureStartCodeOrVersionIsCorrupt() {
    byte[] lossless = ImageFixtures.webp(4, 4);
    lossless[20] = 0x2e;
    assertThat(refusal(lossless)).isEqualTo(Reason.CORRUPT);
    byte[] version = ImageFixtures.webp(4, 4);
    version[24] |= (byte) 0x80;
    assertThat(refusal(version)).isEqualTo(Reason.CORRUPT);
    byte[] lossy = ImageFixtures.lossyWebp();
    lossy[23] = 0;
    assertThat(refusal(lossy)).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void anEmptyRiffIsCorrupt() {
    byte[] empty =
        ImageParts.concat(ImageParts.ascii("RIFF"), new byte[4], ImageParts.ascii("WEBP"));
    assertThat(refusal(Arrays.copyOf(empty, 40))).isEqualTo(Reason.CORRUPT);
  }
}
