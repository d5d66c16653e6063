package io.lynceus.master.gateway;

import static io.lynceus.master.gateway.ItemReader.image;
import static io.lynceus.master.gateway.SampleImages.BMP;
import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.WEBP;
import static io.lynceus.master.gateway.SampleImages.joined;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.Stage.Expectation;
import io.lynceus.protocol.Expense;
import io.lynceus.protocol.image.ImageLimits;
import io.lynceus.protocol.reply.Reply.RejectionCode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemDecoderTest {
  private static final String BAD_BYTES = "refused - UNSUPPORTED_FORMAT";

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static ImageLimits bytes(int limit) {
    return new ImageLimits(limit, 1_000_000, 10_000);
  }

  @Test
  void imagesOfAllFormatsFollowEachOther() {
    assertThat(ItemReader.read(JPEG, PNG, WEBP, BMP, JPEG))
        .containsExactly(
            image("-", JPEG), image("-", PNG), image("-", WEBP), image("-", BMP), image("-", JPEG));
  }

  @Test
  void anImageIsThereAsSoonAsItsLastByteIs() {
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
  void anImageThatClaimsMoreThanCanBeCountedIsToldTheLimitThatHolds() {
    ItemReader reader = new ItemReader(bytes(1000), 1 << 20, Optional.empty());
    reader.decoder.feed(
        ByteBuffer.wrap(
            joined(Arrays.copyOf(PNG, 33), new byte[] {127, -1, -1, -1}, ascii("tEXt"))));

    Item.Refused refused = (Item.Refused) reader.decoder.next();

    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.TOO_LARGE);
    assertThat(refused.rejection().message()).contains("more than 1000 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00ff\u00d8\u00ff",
        "\u00ff\u00d8\u00ff\u00e0\0\0",
        "\u00ff\u00d8\u00ff\u00d9",
        "BM",
        "RIFF\1\0\0\0WEBP",
        "x\n\1",
        "ustar",
        "A",
        "\0\0\0\0\1"
      })
  void aStreamOfNothingButBeginningsCostsWhatItsBytesPayFor(String beginning) {
    byte[] stream = beginning.repeat((64 << 10) / beginning.length()).getBytes(ISO_8859_1);
    Expense.assertBounded(
        (4L << 10) * stream.length,
        Duration.ofSeconds(10),
        () -> {
          ItemReader reader = new ItemReader();
          reader.feed(stream).end();
          assertThat(reader.budget.taken()).isZero();
        });
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
            "ask PING",
            image("b c", PNG),
            "refused line - BAD_COMMAND",
            "ask STATUS",
            image("a", BMP),
            "refused a UNSUPPORTED_FORMAT",
            image("a", WEBP),
            "refused a UNSUPPORTED_FORMAT",
            "ask QUIT");

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
  void anImageOfTheLimitIsTakenAndOneOfAByteMoreIsNot() {
    for (byte[] file : List.of(JPEG, PNG, WEBP, BMP)) {
      byte[] sized = joined(ascii("ANALYZE size=" + file.length + "\n"), file);
      for (byte[] item : List.of(file, sized)) {
        ItemReader atLimit = new ItemReader(bytes(file.length), 1 << 20, Optional.empty());
        ItemReader above = new ItemReader(bytes(file.length - 1), 1 << 20, Optional.empty());

        assertThat(atLimit.feed(item, ascii("PING\n")).end())
            .containsExactly(image("-", file), "ask PING");
        assertThat(above.feed(item, ascii("PING\n")).end())
            .containsExactly("refused - TOO_LARGE", "ask PING");
        assertThat(above.budget.taken()).isZero();
      }
    }
  }

  @Test
  void anImageWithoutRoomIsRefusedAndPassedOver() {
    byte[] large = SampleImages.encoded("png", 200, 200);
    for (byte[] item :
        List.of(large, joined(ascii("ANALYZE size=" + large.length + "\n"), large))) {
      ItemReader reader = new ItemReader(ImageLimits.DEFAULT, 20_000, Optional.empty());

      assertThat(reader.feedInPieces(joined(item, JPEG), 999).end())
          .containsExactly("refused - BUSY", image("-", JPEG));
      assertThat(reader.budget.taken()).isZero();
    }
  }

  @Test
  void aClosedDecoderGivesBackWhatItHeld() {
    ItemReader reader = new ItemReader();
    reader.feed(Arrays.copyOf(PNG, PNG.length - 1));
    assertThat(reader.budget.taken()).isPositive();

    reader.decoder.close();

    assertThat(reader.budget.taken()).isZero();
  }

  @Test
  void whoSendsNothingButPaddingIsToldSoOnce() {
    for (byte[] padding : List.of(new byte[100_000], ascii("\n"), new byte[] {(byte) 0xff})) {
      ItemReader reader = new ItemReader();
      assertThat(reader.decoder.expectation()).isEqualTo(Expectation.NOTHING);
      reader.feed(padding);
      assertThat(reader.decoder.expectation()).isEqualTo(Expectation.PERHAPS_MORE);
      reader.decoder.cutOff();
      reader.drain();
      assertThat(reader.items()).containsExactly("refused - UNSUPPORTED_FORMAT");
      assertThat(reader.feed(padding).end()).hasSize(1);
    }
  }

  @Test
  void paddingIsPassedOverAndOwesNothing() {
    ItemReader reader = new ItemReader();
    reader.feed(JPEG, new byte[100_000]);
    reader.feed(new byte[] {(byte) 0xff, (byte) 0xff, ' ', '\t', '\r', '\n', 0});
    assertThat(reader.decoder.expectation()).isEqualTo(Expectation.NOTHING);

    reader.feed(new byte[] {(byte) 0xff}, JPEG, new byte[] {(byte) 0xff});

    assertThat(reader.end()).containsExactly(image("-", JPEG), image("-", JPEG));
  }

  @Test
  void optionsHoldForWhatFollows() {
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
  void anIdIsForOneImageAndNotForAllThatFollow() {
    assertThat(
            ItemReader.read(ascii("SET id=1\nANALYZE size=" + JPEG.length + " id=1\n"), JPEG, JPEG))
        .containsExactly("refused line - BAD_COMMAND", image("-", JPEG), image("-", JPEG));
  }

  @Test
  void announcedBytesAreOneFileWhateverTheyAre() {
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
            image("x", two),
            "refused t UNSUPPORTED_FORMAT",
            "refused - BAD_COMMAND",
            BAD_BYTES,
            "ask PING");
  }

  @Test
  void announcedBytesThatDoNotComeAreTruncated() {
    assertThat(ItemReader.read(ascii("ANALYZE size=1000\n"), JPEG))
        .containsExactly("refused - TRUNCATED");
  }

  @Test
  void anAnnouncedSizeIsNotAllocatedBeforeItsBytesCome() {
    ItemReader reader = new ItemReader();
    reader.feed(ascii("ANALYZE size=30000000\n"), JPEG);

    assertThat(reader.budget.taken()).isBetween((long) JPEG.length, 16L << 10);
  }

  @Test
  void afterBadBytesTheNextItemIsFound() {
    byte[] noise = new byte[5000];
    Arrays.fill(noise, (byte) 0x81);
    for (byte[] next : List.of(JPEG, PNG, WEBP, BMP)) {
      assertThat(ItemReader.read(noise, next)).containsExactly(BAD_BYTES, image("-", next));
    }
    assertThat(ItemReader.read(noise, ascii("\nPINGPONG\nPING\n")))
        .containsExactly(BAD_BYTES, "ask PING");
  }

  @Test
  void badBytesEndTheConnectionAfterAsManyAsAnImageMayHave() {
    byte[] noise = new byte[1001];
    Arrays.fill(noise, (byte) 0x81);
    byte[] more = new byte[] {(byte) 0x81};

    ItemReader atLimit = new ItemReader(bytes(1000), 1 << 20, Optional.empty());
    ItemReader above = new ItemReader(bytes(1000), 1 << 20, Optional.empty());

    assertThat(atLimit.feed(noise, JPEG).end()).startsWith(BAD_BYTES).doesNotContain("end");
    assertThat(above.feed(noise, more, JPEG).end()).containsExactly(BAD_BYTES, "end");
  }

  @Test
  void aCorruptImageIsRefusedAndTheNextIsFound() {
    byte[] corrupt = PNG.clone();
    corrupt[16 + 8] = 99;
    Arrays.fill(corrupt, 33, 41, (byte) 0xff);

    assertThat(ItemReader.read(corrupt, JPEG))
        .containsExactly("refused - CORRUPT", image("-", JPEG));
  }

  @Test
  void aJpegThatIsCutOffByTheNextOneDoesNotTakeItAlong() {
    byte[] half = Arrays.copyOf(JPEG, JPEG.length - 20);

    assertThat(ItemReader.read(half, JPEG)).hasSize(2).endsWith(image("-", JPEG));
  }

  @Test
  void aLineOfTheLimitIsReadAndOneOfAByteMoreIsNot() {
    String start = "SET name=";
    int fill = ItemStart.MAX_LINE - start.length() - 1;

    assertThat(ItemReader.read(ascii(start + "x".repeat(fill) + "\n"), ascii("PING\n")))
        .containsExactly("ask PING");
    assertThat(ItemReader.read(ascii(start + "x".repeat(fill + 1) + "\n"), ascii("PING\n")))
        .containsExactly("refused line - BAD_COMMAND", "ask PING");
  }

  @Test
  void aTextThatIsNoneOfOursEndsTheConnection() {
    String line = "lorem ipsum\n";
    List<String> refused = Collections.nCopies(15, "refused line - BAD_COMMAND");

    List<String> fifteen = ItemReader.read(ascii(line.repeat(15)), JPEG, ascii(line.repeat(15)));
    List<String> sixteen = ItemReader.read(ascii(line.repeat(17)), JPEG);

    assertThat(fifteen).hasSize(31).doesNotContain("end");
    assertThat(sixteen).startsWith(refused.toArray(new String[0])).hasSize(17).endsWith("end");
  }

  @Test
  void aLastLineMayLackItsLineFeed() {
    assertThat(ItemReader.read(ascii("PING"))).containsExactly("ask PING");
  }

  @Test
  void aFormatThatIsNotLetInIsRefusedAtOnce() {
    ItemReader gif = new ItemReader().feed("GIF89a\1\0\1\0");
    ItemReader heic = new ItemReader().feed("\0\0\0\u0018ftypheic\0\0\0\0");

    assertThat(gif.items()).containsExactly(BAD_BYTES);
    assertThat(heic.items()).containsExactly(BAD_BYTES);
  }

  @Test
  void beforeAuthenticationNothingElseIsLetIn() {
    for (byte[] first : List.of(JPEG, ascii("PING\n"), ascii("AUTH wrong\n"), ascii("AUTHOR\n"))) {
      ItemReader reader = new ItemReader(ImageLimits.DEFAULT, 1 << 20, Optional.of("s3cret"));
      assertThat(reader.feed(first, JPEG).end())
          .containsExactly("refused line - UNAUTHORIZED", "end");
      assertThat(reader.budget.taken()).isZero();
    }
  }

  @Test
  void theTokenOpensThePort() {
    for (String line : List.of("AUTH s3=\"x y\n", "auth \"s3=\\\"x y\"\r\n")) {
      ItemReader reader = new ItemReader(ImageLimits.DEFAULT, 1 << 20, Optional.of("s3=\"x y"));
      List<String> items = reader.feedInPieces(joined(ascii(line), JPEG), 1).end();
      assertThat(items)
          .isEqualTo(
              line.startsWith("auth")
                  ? List.of(image("-", JPEG))
                  : List.of("refused line - UNAUTHORIZED", "end"));
    }
  }

  @Test
  void aTokenIsCheckedAgainWhenItIsNamedAgain() {
    ItemReader reader = new ItemReader(ImageLimits.DEFAULT, 1 << 20, Optional.of("t=1=="));

    assertThat(reader.feed("AUTH t=1==\nAUTH t=1==\nPING\nAUTH other\nPING\n").end())
        .containsExactly("ask PING", "refused line - UNAUTHORIZED", "end");
  }

  @Test
  void withoutATokenAnyTokenWillDo() {
    assertThat(ItemReader.read(ascii("AUTH whatever\nPING\n"))).containsExactly("ask PING");
  }

  @Test
  void aPictureThatAJpegOnlyAnnouncesIsNotWaitedForWhenOtherItemsFollow() {
    byte[] jpeg = announcing(JPEG, JPEG.length + 2000, 500);
    byte[] archive = TarSamples.gnu().file("a.png", PNG).toByteArray();

    for (byte[] next : List.of(JPEG, joined(BMP, PNG), archive)) {
      List<String> expected = new ArrayList<>(List.of(image("-", jpeg)));
      expected.addAll(ItemReader.read(next));
      for (int size : new int[] {1, 100, 8192, 1 << 20}) {
        ItemReader reader = new ItemReader();
        assertThat(reader.feedInPieces(joined(jpeg, next), size).end()).isEqualTo(expected);
        assertThat(reader.budget.taken()).isLessThan(4);
      }
    }
  }

  @Test
  void aPictureThatAJpegAnnouncesAndHasIsAPartOfIt() {
    byte[] jpeg = announcing(JPEG, 0, JPEG.length);
    byte[] first = announcing(JPEG, jpeg.length, JPEG.length);

    assertThat(ItemReader.read(first, JPEG, PNG))
        .containsExactly(image("-", joined(first, JPEG)), image("-", PNG));
  }

  @Test
  void whatIsWholeWithoutAnAnnouncedPictureIsTakenWhenNothingComes() {
    byte[] jpeg = announcing(JPEG, JPEG.length + 2000, 500);
    ItemReader reader = new ItemReader().feed(jpeg);
    assertThat(reader.items()).isEmpty();
    assertThat(reader.decoder.expectation()).isEqualTo(Expectation.PERHAPS_MORE);

    reader.decoder.cutOff();
    reader.drain();

    assertThat(reader.items()).containsExactly(image("-", jpeg));
    assertThat(reader.feed(PNG).items()).endsWith(image("-", PNG));
  }

  /** A JPEG with an MPF index (CIPA DC-007) that announces a second picture at an offset. */
  private static byte[] announcing(byte[] jpeg, int offset, int length) {
    int indexAt = 2 + 4 + 4;
    ByteBuffer index = ByteBuffer.allocate(4 + 4 + 8 + 2 + 2 * 12 + 4 + 32);
    index.putShort((short) 0xffe2).putShort((short) (index.capacity() - 2)).put(ascii("MPF\0"));
    index.put(ascii("MM\0*")).putInt(8).putShort((short) 2);
    index.putShort((short) 0xb001).putShort((short) 4).putInt(1).putInt(2);
    index.putShort((short) 0xb002).putShort((short) 7).putInt(32).putInt(38).putInt(0);
    index.putInt(0x20030000).putInt(jpeg.length).putInt(0).putInt(0);
    index.putInt(0).putInt(length).putInt(offset - indexAt).putInt(0);
    return joined(Arrays.copyOf(jpeg, 2), index.array(), Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }
}
