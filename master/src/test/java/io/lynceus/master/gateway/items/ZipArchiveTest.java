package io.lynceus.master.gateway.items;

import static io.lynceus.master.gateway.SampleImages.BMP;
import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.ascii;
import static io.lynceus.master.gateway.SampleImages.joined;
import static io.lynceus.master.gateway.items.ItemReader.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZipArchiveTest {

  private static byte[] snapshots() {
    return new ZipSamples()
        .stored("snapshots/", new byte[0])
        .deflated("other/", new byte[0])
        .deflated("snapshots/1.jpg", JPEG)
        .stored("snapshots/Süd.png", PNG)
        .deflated("notes.txt", ascii("no image\n".repeat(99)))
        .stored("empty.jpg", new byte[0])
        .deflated("last.bmp", BMP)
        .toByteArray();
  }

  private static final List<String> SNAPSHOTS =
      List.of(
          image("snapshots/1.jpg", JPEG),
          image("snapshots/Süd.png", PNG),
          "refused notes.txt UNSUPPORTED_FORMAT",
          "refused empty.jpg UNSUPPORTED_FORMAT",
          image("last.bmp", BMP));

  @Test
  void everyFileIsAnItemUnderItsNameInAnyPieces() {
    byte[] zip = snapshots();
    for (int size : new int[] {1, 7, 511, 8192}) {
      ItemReader reader = new ItemReader();
      assertThat(reader.feedInPieces(zip, size).end()).isEqualTo(SNAPSHOTS);
      assertThat(reader.held.taken()).isZero();
    }
  }

  @Test
  void itemsMayFollowAnArchive() {
    byte[] zip = new ZipSamples().deflated("a.jpg", JPEG).toByteArray();
    ItemReader reader = new ItemReader().feed(zip);
    assertThat(reader.decoder.expectation()).isEqualTo(Expectation.NOTHING);

    assertThat(reader.feed(PNG, zip, ascii("PING\n")).end())
        .containsExactly(
            image("a.jpg", JPEG), image("-", PNG), image("a.jpg", JPEG), "command PING");
  }

  @Test
  void anEncryptedFileIsRefusedUnderItsName() {
    byte[] zip = new ZipSamples().stored("a.jpg", JPEG).stored("b.png", PNG).toByteArray();
    zip[6] |= 1;

    assertThat(ItemReader.read(zip))
        .containsExactly("refused a.jpg UNSUPPORTED_FORMAT", image("b.png", PNG));
  }

  @Test
  void aFilePackedByAnotherMethodIsRefusedUnderItsName() {
    byte[] zip = new ZipSamples().stored("a.jpg", JPEG).stored("b.png", PNG).toByteArray();
    zip[8] = 93;

    assertThat(ItemReader.read(zip))
        .containsExactly("refused a.jpg UNSUPPORTED_FORMAT", image("b.png", PNG));
  }

  @Test
  void aStoredFileWithoutItsSizeIsOneRefusalAndTheEnd() {
    byte[] zip = new ZipSamples().stored("a.jpg", JPEG).stored("b.png", PNG).toByteArray();
    zip[6] |= 8;
    ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 0);

    assertThat(ItemReader.read(zip)).containsExactly("refused a.jpg UNSUPPORTED_FORMAT", "end");
  }

  @Test
  void aWrongChecksumIsTold() {
    byte[] stored = new ZipSamples().stored("a.jpg", JPEG).stored("b.png", PNG).toByteArray();
    stored[14] ^= 1;
    byte[] deflated = new ZipSamples().deflated("a.jpg", JPEG).toByteArray();
    deflated[indexOf(deflated, new byte[] {'P', 'K', 7, 8}) + 4] ^= 1;

    assertThat(ItemReader.read(stored))
        .containsExactly(image("a.jpg", JPEG), "refused a.jpg CORRUPT", image("b.png", PNG));
    assertThat(ItemReader.read(deflated))
        .containsExactly(image("a.jpg", JPEG), "refused a.jpg CORRUPT", "end");
  }

  @Test
  void damagedDataIsCorruptAndTheNextFileIsFound() {
    byte[] zip = new ZipSamples().stored("a.jpg", JPEG).stored("b.png", PNG).toByteArray();
    zip[8] = 8; // no deflated data
    zip[35] = (byte) 0xff;

    assertThat(ItemReader.read(zip)).containsExactly("refused a.jpg CORRUPT", image("b.png", PNG));
  }

  @Test
  void anArchiveThatIsCutOffIsTruncated() {
    byte[] zip = new ZipSamples().stored("a.jpg", JPEG).toByteArray();

    assertThat(ItemReader.read(Arrays.copyOf(zip, 35 + JPEG.length - 1)))
        .containsExactly("refused a.jpg TRUNCATED");
    assertThat(ItemReader.read(Arrays.copyOf(zip, 20))).containsExactly("refused - TRUNCATED");
    assertThat(ItemReader.read(Arrays.copyOf(zip, zip.length - 30)))
        .containsExactly(image("a.jpg", JPEG), "refused - TRUNCATED");
  }

  @Test
  void anArchiveWithoutFilesIsOneRefusal() {
    assertThat(ItemReader.read(new ZipSamples().stored("a/", new byte[0]).toByteArray()))
        .containsExactly("refused - UNSUPPORTED_FORMAT");
  }

  @Test
  void anArchiveInAnArchiveIsOneRefusal() {
    byte[] zip = new ZipSamples().stored("a.jpg", JPEG).toByteArray();
    byte[] tar = TarSamples.gnu().file("a.jpg", JPEG).toByteArray();
    byte[] outer =
        new ZipSamples()
            .deflated("a.zip", zip)
            .deflated("a.tar", tar)
            .stored("a.jpg.gz", ZipSamples.gzip(JPEG))
            .toByteArray();

    assertThat(ItemReader.read(outer))
        .containsExactly(
            "refused a.zip UNSUPPORTED_FORMAT",
            "refused a.tar UNSUPPORTED_FORMAT",
            "refused a.jpg.gz UNSUPPORTED_FORMAT");
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int at = 0; ; at++) {
      if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
  }

  @Test
  void whatFollowsDamageIsNotRead() {
    byte[] zip = new ZipSamples().stored("a.jpg", JPEG).stored("b.png", PNG).toByteArray();
    zip[35 + JPEG.length] = 'X';

    assertThat(ItemReader.read(joined(zip, PNG)))
        .containsExactly(image("a.jpg", JPEG), "refused - CORRUPT", "end");
  }
}
