package io.lynceus.model.image;

import static io.lynceus.model.image.ImageParts.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirstBytesTest {

  @ParameterizedTest
  @EnumSource
  void anImageIsRecognisedByItsFirstBytesAndNotBefore(ImageFormat format) {
    byte[] file = ImageFixtures.of(format, 4, 4);
    int needed = 0;
    while (of(Arrays.copyOf(file, needed)) instanceof FirstBytes.MoreNeeded) {
      needed++;
    }
    assertThat(of(Arrays.copyOf(file, needed))).isEqualTo(new FirstBytes.Image(format));
    assertThat(of(file)).isEqualTo(new FirstBytes.Image(format));
    assertThat(needed).isBetween(3, FirstBytes.ENOUGH);
  }

  @ParameterizedTest
  @CsvSource({
    "474946383961, GIF",
    "49492A0008000000, TIFF",
    "4D4D002A00000008, TIFF",
    "0000001C6674797061766966, AVIF",
    "0000001C6674797068656963, HEIC",
    "0000001C6674797068657663, HEIC",
    "0000001C667479706D736631, HEIF",
    "0000001C667479706D696631, HEIF",
    "0000001C6674797061766973, AVIF",
    "000000206674797069736F6D, video (MP4 or QuickTime)",
    "0000000C6A5020200D0A870A, JPEG 2000",
    "50360A313620, PNM",
    "762F310102000000, OpenEXR",
    "38425053, Photoshop (PSD)",
    "255044462D312E37, PDF",
    "524946462400000057415645, audio or video (RIFF)",
  })
  void aFormatThatIsNotAcceptedIsNamed(String hex, String name) {
    FirstBytes first = of(HexFormat.of().parseHex(hex));
    assertThat(first)
        .isInstanceOfSatisfying(
            FirstBytes.NotAccepted.class, known -> assertThat(known.name()).isEqualTo(name));
    assertThat(((FirstBytes.NotAccepted) first).refusal())
        .hasMessage(name + " is not accepted: send JPEG, PNG, WebP or BMP")
        .extracting(RefusedImageException::reason)
        .isEqualTo(RefusedImageException.Reason.UNSUPPORTED_FORMAT);
  }

  @ParameterizedTest
  @CsvSource({"28B52FFD, zstd -dc", "FD377A585A00, xz -dc", "425A6839314159265359, bzip2 -dc"})
  void theRefusalOfCompressedDataSaysHowToUnpackIt(String hex, String command) {
    FirstBytes first = of(HexFormat.of().parseHex(hex));
    assertThat(((FirstBytes.NotAccepted) first).refusal())
        .hasMessageContaining("(" + command + " FILE | …)");
  }

  @ParameterizedTest
  @CsvSource({"1F8B08, GZIP", "504B0304, ZIP", "524946460000000041564920, AVI"})
  void aFileOfImagesIsRecognised(String hex, FirstBytes.Container container) {
    assertThat(of(HexFormat.of().parseHex(hex))).isEqualTo(container);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PING\n", "HELP\n", "BMW and Mercedes are cars", "GET / HTTP/1.1", "RIFT", "P8\n"})
  void aTextIsNoImage(String text) {
    assertThat(of(ascii(text))).isEqualTo(new FirstBytes.Unknown());
  }

  @Test
  void enoughBytesAreNeverTooFew() {
    byte[] start = new byte[FirstBytes.ENOUGH];
    for (Signature signature : Signature.KNOWN) {
      byte[] pattern = HexFormat.of().parseHex(signature.pattern().replace('.', '0'));
      System.arraycopy(pattern, 0, start, 0, pattern.length);
      assertThat(of(start)).isNotInstanceOf(FirstBytes.MoreNeeded.class);
    }
  }

  @Test
  void theBytesAndTheirPositionAreUnchanged() {
    ByteBuffer padded = ByteBuffer.wrap(ImageParts.concat(new byte[3], ImageFixtures.jpeg(8, 8)));
    padded.position(3);
    assertThat(FirstBytes.of(padded)).isEqualTo(new FirstBytes.Image(ImageFormat.JPEG));
    assertThat(padded.position()).isEqualTo(3);
  }

  private static FirstBytes of(byte[] bytes) {
    return FirstBytes.of(ByteBuffer.wrap(bytes));
  }
}
