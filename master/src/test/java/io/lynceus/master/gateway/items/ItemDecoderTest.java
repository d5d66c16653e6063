package io.lynceus.master.gateway.items;

import static io.lynceus.master.gateway.SampleImages.BMP;
import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.WEBP;
import static io.lynceus.master.gateway.SampleImages.ascii;
import static io.lynceus.master.gateway.SampleImages.joined;
import static io.lynceus.master.gateway.items.ItemReader.image;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemDecoderTest {
  private static final String BAD_BYTES = "refused - UNSUPPORTED_FORMAT";

  @Test
  void imagesOfAllFormatsMayFollowEachOther() {
    assertThat(ItemReader.read(JPEG, PNG, WEBP, BMP, JPEG))
        .containsExactly(
            image("-", JPEG), image("-", PNG), image("-", WEBP), image("-", BMP), image("-", JPEG));
  }

  @Test
  void anImageIsAnItemAsSoonAsItsLastByteHasCome() {
    for (byte[] file : List.of(JPEG, PNG, WEBP, BMP)) {
      ItemReader reader = new ItemReader();
      reader.feed(Arrays.copyOf(file, file.length - 1));
      assertThat(reader.items()).isEmpty();
      assertThat(reader.decoder.expectation()).isEqualTo(Expectation.REST);

      reader.feed(new byte[] {file[file.length - 1]});

      assertThat(reader.items()).containsExactly(image("-", file));
      assertThat(reader.decoder.expectation()).isEqualTo(Expectation.NOTHING);
    }
  }

  @Test
  void everySplitGivesTheSameItems() {
    byte[] stream =
        joined(
            ascii("SET name=a analyses=edges\r\n\n"),
            JPEG,
            new byte[] {0, 0, 0, 0, 0, (byte) 0xff, ' ', '\n'},
            ascii("PING\nANALYZE size=" + PNG.length + " name=\"b c\"\n"),
            PNG,
            ascii("nonsense\nSTATUS\n"),
            BMP,
            new byte[] {1, 2, 3},
            WEBP,
            ascii("GIF89a\1\0\0\0\nQUIT\n"));
    List<String> expected =
        List.of(
            image("a", JPEG),
            "command PING",
            image("b c", PNG),
            "refused line - BAD_COMMAND",
            "command STATUS",
            image("a", BMP),
            "passed over 3",
            image("a", WEBP),
            "refused a UNSUPPORTED_FORMAT",
            "command QUIT");

    assertThat(ItemReader.read(stream)).isEqualTo(expected);
    for (int at = 1; at < stream.length; at++) {
      ItemReader reader = new ItemReader();
      reader.feed(Arrays.copyOf(stream, at), Arrays.copyOfRange(stream, at, stream.length));
      assertThat(reader.end()).as("split at %d", at).isEqualTo(expected);
    }
    assertThat(new ItemReader().feedInPieces(stream, 1).end()).isEqualTo(expected);
  }

  @Test
  void aCutOffImageIsTruncated() {
    for (byte[] file : List.of(JPEG, PNG, WEBP, BMP)) {
      for (int length = 1; length < file.length; length++) {
        List<String> items = ItemReader.read(Arrays.copyOf(file, length));
        boolean padding = length == 1 && file == JPEG;
        boolean text = length < 18 && (file == BMP || file == WEBP);
        if (!text) {
          assertThat(items)
              .as("%d of %d bytes", length, file.length)
              .containsExactly("refused - " + (padding ? "UNSUPPORTED_FORMAT" : "TRUNCATED"));
        }
        assertThat(items).hasSize(1);
      }
    }
  }

  @Test
  void aClientThatSendsOnlyPaddingGetsOneRefusal() {
    for (byte[] padding : List.of(new byte[100_000], ascii("\n"), new byte[] {(byte) 0xff})) {
      ItemReader reader = new ItemReader();
      assertThat(reader.decoder.expectation()).isEqualTo(Expectation.NOTHING);
      reader.feed(padding);
      assertThat(reader.decoder.expectation()).isEqualTo(Expectation.POSSIBLY_MORE);
      reader.decoder.cutOff();
      reader.drain();
      assertThat(reader.items()).containsExactly("refused - UNSUPPORTED_FORMAT");
      assertThat(reader.feed(padding).end()).hasSize(1);
    }
  }

  @Test
  void paddingIsSkippedAndNothingIsExpectedAfterIt() {
    ItemReader reader = new ItemReader();
    reader.feed(JPEG, new byte[100_000]);
    reader.feed(new byte[] {(byte) 0xff, (byte) 0xff, ' ', '\t', '\r', '\n', 0});
    assertThat(reader.decoder.expectation()).isEqualTo(Expectation.NOTHING);

    reader.feed(new byte[] {(byte) 0xff}, JPEG, new byte[] {(byte) 0xff});

    assertThat(reader.end()).containsExactly(image("-", JPEG), image("-", JPEG));
  }

  @Test
  void optionsApplyToLaterImages() {
    assertThat(
            ItemReader.read(
                JPEG,
                ascii("SET name=\"front \\\"door\\\"\"\n"),
                JPEG,
                ascii("set name=\n"),
                JPEG,
                "SET name=Süd\n".getBytes(UTF_8),
                JPEG))
        .containsExactly(
            image("-", JPEG), image("front \"door\"", JPEG), image("-", JPEG), image("Süd", JPEG));
  }

  @Test
  void aRefusedSetChangesNothing() {
    assertThat(ItemReader.read(ascii("SET name=a edges=gold\n"), JPEG))
        .containsExactly("refused line - BAD_COMMAND", image("-", JPEG));
  }

  @Test
  void anIdAppliesToOneImageOnly() {
    assertThat(
            ItemReader.read(ascii("SET id=1\nANALYZE size=" + JPEG.length + " id=1\n"), JPEG, JPEG))
        .containsExactly("refused line - BAD_COMMAND", image("-", JPEG), image("-", JPEG));
  }

  @Test
  void announcedBytesAreOneFileWhateverTheyContain() {
    byte[] two = joined(JPEG, ascii("PING\n"));
    byte[] text = ascii("PING\nQUIT\n");
    assertThat(
            ItemReader.read(
                ascii("ANALYZE name=x size=" + two.length + "\n"),
                two,
                ascii("ANALYZE size=" + text.length + " name=t\n"),
                text,
                ascii("ANALYZE size=" + JPEG.length + " odd=1\n"),
                JPEG,
                ascii("ANALYZE size=0\nPING\n")))
        .containsExactly(
            image("x", JPEG),
            "passed over 5",
            "refused t UNSUPPORTED_FORMAT",
            "refused - BAD_COMMAND",
            BAD_BYTES,
            "command PING");
  }

  @Test
  void announcedBytesThatNeverComeAreTruncated() {
    assertThat(ItemReader.read(ascii("ANALYZE size=1000\n"), JPEG))
        .containsExactly("refused - TRUNCATED");
  }

  @Test
  void theNextItemIsFoundAfterBadBytes() {
    byte[] noise = new byte[5000];
    Arrays.fill(noise, (byte) 0x81);
    for (byte[] next : List.of(JPEG, PNG, WEBP, BMP)) {
      assertThat(ItemReader.read(noise, next)).containsExactly(BAD_BYTES, image("-", next));
    }
    assertThat(ItemReader.read(noise, ascii("\nPINGPONG\nPING\n")))
        .containsExactly(BAD_BYTES, "command PING");
  }

  @Test
  void theNextItemIsFoundAfterACorruptImage() {
    byte[] corrupt = PNG.clone();
    corrupt[16 + 8] = 99;
    Arrays.fill(corrupt, 33, 41, (byte) 0xff);

    assertThat(ItemReader.read(corrupt, JPEG))
        .containsExactly("refused - CORRUPT", image("-", JPEG));
  }

  @Test
  void aJpegThatIsCutOffByAnotherDoesNotSwallowIt() {
    byte[] half = Arrays.copyOf(JPEG, JPEG.length - 20);

    assertThat(ItemReader.read(half, JPEG)).hasSize(2).endsWith(image("-", JPEG));
  }

  @Test
  void aForeignTextProtocolEndsTheConnection() {
    String line = "lorem ipsum\n";
    List<String> refused = Collections.nCopies(15, "refused line - BAD_COMMAND");

    byte[] fifteenLines = ascii(line.repeat(15));
    List<String> fifteen = ItemReader.read(JPEG, fifteenLines, JPEG, fifteenLines);
    List<String> sixteen = ItemReader.read(JPEG, ascii(line.repeat(17)), JPEG);

    assertThat(fifteen).hasSize(32).doesNotContain("end");
    assertThat(sixteen).containsAll(refused).hasSize(18).endsWith("end");
  }

  @Test
  void theLastLineMayLackItsLineFeed() {
    assertThat(ItemReader.read(ascii("PING"))).containsExactly("command PING");
  }

  @Test
  void aFormatThatIsNotAcceptedIsRefusedAtOnce() {
    ItemReader gif = new ItemReader().feed("GIF89a\1\0\1\0");
    ItemReader heic = new ItemReader().feed("\0\0\0\u0018ftypheic\0\0\0\0");

    assertThat(gif.items()).containsExactly(BAD_BYTES);
    assertThat(heic.items()).containsExactly(BAD_BYTES);
  }
}
