package io.lynceus.master.gateway.items;

import static io.lynceus.master.gateway.SampleImages.BMP;
import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.WEBP;
import static io.lynceus.master.gateway.SampleImages.ascii;
import static io.lynceus.master.gateway.SampleImages.joined;
import static io.lynceus.master.gateway.items.ItemReader.image;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.SampleImages;
import io.lynceus.model.Expense;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.ImageLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many bytes an item may have, and how much memory it takes while they arrive. */
class ItemLimitsTest {
  private static final String BAD_BYTES = "refused - UNSUPPORTED_FORMAT";

  @Test
  void theRefusalOfAnImageOfAHugeClaimedSizeNamesTheLimit() {
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
  void aStreamOfImageStartsCostsNoMoreThanItsBytes(String start) {
    byte[] stream = start.repeat((64 << 10) / start.length()).getBytes(ISO_8859_1);
    Expense.assertBounded(
        (4L << 10) * stream.length,
        Duration.ofSeconds(10),
        () -> {
          ItemReader reader = new ItemReader();
          reader.feed(stream).end();
          assertThat(reader.held.taken()).isZero();
        });
  }

  @Test
  void anImageAtTheLimitIsAcceptedAndOneByteMoreIsTooLarge() {
    for (byte[] file : List.of(JPEG, PNG, WEBP, BMP)) {
      byte[] sized = joined(ascii("ANALYZE size=" + file.length + "\n"), file);
      for (byte[] item : List.of(file, sized)) {
        ItemReader atLimit = new ItemReader(bytes(file.length), 1 << 20, Optional.empty());
        ItemReader above = new ItemReader(bytes(file.length - 1), 1 << 20, Optional.empty());

        assertThat(atLimit.feed(item, ascii("PING\n")).end())
            .containsExactly(image("-", file), "command PING");
        assertThat(above.feed(item, ascii("PING\n")).end())
            .containsExactly("refused - TOO_LARGE", "command PING");
        assertThat(above.held.taken()).isZero();
      }
    }
  }

  @Test
  void anImageWithoutMemoryIsRefusedAndSkipped() {
    byte[] large = SampleImages.encoded("png", 200, 200);
    for (byte[] item :
        List.of(large, joined(ascii("ANALYZE size=" + large.length + "\n"), large))) {
      ItemReader reader = new ItemReader(MasterDefaults.GATEWAY.images(), 20_000, Optional.empty());

      assertThat(reader.feedInPieces(joined(item, JPEG), 999).end())
          .containsExactly("refused - BUSY", image("-", JPEG));
      assertThat(reader.held.taken()).isZero();
    }
  }

  @Test
  void aClosedDecoderReleasesItsMemory() {
    ItemReader reader = new ItemReader();
    reader.feed(Arrays.copyOf(PNG, PNG.length - 1));
    assertThat(reader.held.taken()).isPositive();

    reader.decoder.close();

    assertThat(reader.held.taken()).isZero();
  }

  @Test
  void anAnnouncedSizeIsNotAllocatedBeforeItsBytesCome() {
    ItemReader reader = new ItemReader();
    reader.feed(ascii("ANALYZE size=30000000\n"), JPEG);

    assertThat(reader.held.taken()).isBetween((long) JPEG.length, 16L << 10);
  }

  @Test
  void theConnectionEndsWhenNoItemIsFoundWithinTheImageLimit() {
    byte[] noise = new byte[1001];
    Arrays.fill(noise, (byte) 0x81);
    byte[] more = new byte[] {(byte) 0x81};

    ItemReader atLimit = new ItemReader(bytes(1000), 1 << 20, Optional.empty());
    ItemReader above = new ItemReader(bytes(1000), 1 << 20, Optional.empty());

    assertThat(atLimit.feed(noise, JPEG).end()).startsWith(BAD_BYTES).doesNotContain("end");
    assertThat(above.feed(noise, more, JPEG).end()).containsExactly(BAD_BYTES, "end");
  }

  @Test
  void theLimitOfRereadBytesDoesNotDependOnThePieces() {
    byte[] withoutPixels = BMP.clone();
    ByteBuffer.wrap(withoutPixels).order(LITTLE_ENDIAN).putInt(18, 0);
    byte[] longAsItSays = BMP.clone();
    ByteBuffer.wrap(longAsItSays).order(LITTLE_ENDIAN).putInt(2, 100_000);
    // The limit is reached with exactly the last byte: one more counted byte would exceed it.
    byte[] stream = joined(repeated(withoutPixels, 20), repeated(longAsItSays, 25));

    List<String> whole = ItemReader.read(stream);

    assertThat(whole).endsWith(image("-", longAsItSays), "end").hasSizeLessThan(20 + 25);
    assertThat(new ItemReader().feedInPieces(stream, 1).end()).isEqualTo(whole);
  }

  @Test
  void aLineAtTheLimitIsReadAndOneByteMoreIsRefused() {
    String start = "SET name=";
    int fill = ItemStart.MAX_LINE - start.length() - 1;

    assertThat(ItemReader.read(ascii(start + "x".repeat(fill) + "\n"), ascii("PING\n")))
        .containsExactly("command PING");
    assertThat(ItemReader.read(ascii(start + "x".repeat(fill + 1) + "\n"), ascii("PING\n")))
        .containsExactly("refused line - BAD_COMMAND", "command PING");
  }

  private static byte[] repeated(byte[] part, int times) {
    return joined(Collections.nCopies(times, part).toArray(byte[][]::new));
  }

  private static ImageLimits bytes(int limit) {
    return new ImageLimits(limit, 1_000_000, 10_000);
  }
}
