package io.lynceus.master.gateway.items;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.joined;
import static io.lynceus.master.gateway.items.ItemReader.image;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Command lines as editors and shells of Windows write them. */
class TextStartTest {
  private static final List<Charset> CHARSETS = List.of(UTF_8, UTF_16LE, UTF_16BE);

  @Test
  void anOptionBehindAByteOrderMarkCounts() {
    for (Charset charset : CHARSETS) {
      byte[] set = "\ufeffSET name=Über1\r\n".getBytes(charset);
      byte[] again = "\ufeffset name=Über2\nPING\r\n".getBytes(charset);
      assertItems(
          joined(set, JPEG, again, PNG), image("Über1", JPEG), "command PING", image("Über2", PNG));
    }
  }

  @Test
  void aLineInUtf16NeedsNoByteOrderMark() {
    for (Charset charset : List.of(UTF_16LE, UTF_16BE)) {
      byte[] lines = "SET name=a\r\nPING\r\n".getBytes(charset);
      assertItems(joined(lines, JPEG), "command PING", image("a", JPEG));
    }
  }

  @Test
  void theLastLineMayLackItsLineFeed() {
    for (Charset charset : CHARSETS) {
      assertItems("\ufeffPING".getBytes(charset), "command PING");
    }
  }

  @Test
  void aWrongLineInUtf16IsRefusedAsAnyOther() {
    byte[] lines = "\ufeffSET nme=a\r\nPING\r\n".getBytes(UTF_16LE);
    assertItems(lines, "refused line - BAD_COMMAND", "command PING");
    assertThat(ItemReader.read("A".repeat(20_000).getBytes(UTF_16LE)))
        .startsWith("refused line - BAD_COMMAND");
  }

  @Test
  void aTokenMayStandBehindAByteOrderMark() {
    for (Charset charset : CHARSETS) {
      byte[] lines = joined("\ufeffAUTH s3cret\r\n".getBytes(charset), JPEG);
      for (int pieces : new int[] {1, 3, 1000}) {
        ItemReader reader =
            new ItemReader(MasterDefaults.GATEWAY.images(), 1 << 20, Optional.of("s3cret"));
        assertThat(reader.feedInPieces(lines, pieces).end()).containsExactly(image("-", JPEG));
      }
    }
  }

  private static void assertItems(byte[] stream, String... items) {
    for (int pieces : new int[] {1, 2, 3, 5, 10_000}) {
      assertThat(new ItemReader().feedInPieces(stream, pieces).end())
          .as("pieces of %d bytes", pieces)
          .containsExactly(items);
    }
  }
}
