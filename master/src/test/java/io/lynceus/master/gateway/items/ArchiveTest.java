package io.lynceus.master.gateway.items;

import static io.lynceus.master.gateway.SampleImages.BMP;
import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.WEBP;
import static io.lynceus.master.gateway.SampleImages.joined;
import static io.lynceus.master.gateway.items.ItemReader.image;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.master.gateway.items.archive.EntryExtension;
import io.lynceus.master.gateway.items.archive.TarBlock;
import io.lynceus.model.image.ImageLimits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

class ArchiveTest {
  private static final String LONG = "folder/".repeat(30) + "camera.jpg";
  private static final byte[] TEXT = "not an image\n".repeat(100).getBytes(US_ASCII);

  private static byte[] snapshots(TarSamples tar) {
    return tar.directory("snapshots/")
        .file("snapshots/1.jpg", JPEG)
        .file("snapshots/Süd.png", PNG)
        .directory("snapshots/deep/er/")
        .file(LONG, WEBP)
        .file("notes.txt", TEXT)
        .file("empty.jpg", new byte[0])
        .other("link.jpg", TarConstants.LF_SYMLINK)
        .other("same.jpg", TarConstants.LF_LINK)
        .other("pipe", TarConstants.LF_FIFO)
        .file("last.bmp", BMP)
        .toByteArray();
  }

  private static final List<String> SNAPSHOTS =
      List.of(
          image("snapshots/1.jpg", JPEG),
          image("snapshots/Süd.png", PNG),
          image(LONG, WEBP),
          "refused notes.txt UNSUPPORTED_FORMAT",
          "refused empty.jpg UNSUPPORTED_FORMAT",
          image("last.bmp", BMP));

  @Test
  void everyRegularFileIsAnItemUnderItsName() {
    assertThat(ItemReader.read(snapshots(TarSamples.gnu()))).isEqualTo(SNAPSHOTS);
    assertThat(ItemReader.read(snapshots(TarSamples.pax()))).isEqualTo(SNAPSHOTS);
  }

  /** Nothing here writes a file: see ArchitectureTest. */
  @Test
  void namesThatLeadElsewhereAreNamesOnly() {
    for (String name : List.of("../../etc/passwd.jpg", "..", "a/../..", "C:\\x.jpg")) {
      byte[] tar = TarSamples.pax().file(name, JPEG).toByteArray();
      assertThat(ItemReader.read(tar)).containsExactly(image(name, JPEG));
      assertThat(ItemReader.read(ZipSamples.gzip(tar))).containsExactly(image(name, JPEG));
    }
    for (String name : List.of("../../etc/passwd.jpg", "..", "/etc/cron.d/x", "C:\\x.jpg")) {
      byte[] zip = new ZipSamples().deflated(name, JPEG).toByteArray();
      assertThat(ItemReader.read(zip)).containsExactly(image(name, JPEG));
    }
  }

  @Test
  void theItemsAreTheSameInAnyPieces() {
    byte[] archive = snapshots(TarSamples.pax());
    for (int size : new int[] {1, 7, 511, 512, 513, 4096}) {
      assertThat(new ItemReader().feedInPieces(archive, size).end()).isEqualTo(SNAPSHOTS);
    }
  }

  @Test
  void itemsMayFollowAnArchive() {
    byte[] archive = TarSamples.gnu().file("a.jpg", JPEG).toByteArray();

    assertThat(ItemReader.read(archive, PNG, archive, "PING\n".getBytes(US_ASCII)))
        .containsExactly(
            image("a.jpg", JPEG), image("-", PNG), image("a.jpg", JPEG), "command PING");
  }

  @Test
  void anArchiveMayEndWithoutItsZeros() {
    byte[] archive = TarSamples.gnu().file("a.jpg", JPEG).toByteArray();
    int blocks = 512 + JPEG.length + (int) TarBlock.padding(JPEG.length);
    ItemReader reader = new ItemReader().feed(Arrays.copyOf(archive, blocks));

    assertThat(reader.decoder.expectation()).isEqualTo(Expectation.REST);
    assertThat(reader.end()).containsExactly(image("a.jpg", JPEG));
  }

  @Test
  void optionsApplyToTheFilesOfAnArchive() {
    ItemReader reader = new ItemReader();
    reader.feed("SET name=mine edges=png\n");
    reader.decoder.feed(ByteBuffer.wrap(TarSamples.gnu().file("a.jpg", JPEG).toByteArray()));

    Item.Image item = (Item.Image) Objects.requireNonNull(reader.decoder.next());

    assertThat(item.ask().name()).contains("a.jpg");
    assertThat(item.ask().options().value("edges")).contains("png");
  }

  @Test
  void aFileThatIsCutOffIsTruncatedUnderItsName() {
    byte[] archive = TarSamples.gnu().file("a.jpg", JPEG).toByteArray();

    assertThat(ItemReader.read(Arrays.copyOf(archive, 512 + JPEG.length - 1)))
        .containsExactly("refused a.jpg TRUNCATED");
    assertThat(ItemReader.read(Arrays.copyOf(archive, 300))).containsExactly("refused - TRUNCATED");
  }

  @Test
  void aFileAtTheLimitIsAcceptedAndOneByteMoreIsTooLarge() {
    byte[] archive = TarSamples.gnu().file("a.jpg", JPEG).file("b.bmp", BMP).toByteArray();
    ImageLimits limit = new ImageLimits(JPEG.length, 1000, 1000);
    ImageLimits less = new ImageLimits(JPEG.length - 1, 1000, 1000);

    assertThat(new ItemReader(limit, 1 << 20, Optional.empty()).feed(archive).end())
        .containsExactly(image("a.jpg", JPEG), image("b.bmp", BMP));
    assertThat(new ItemReader(less, 1 << 20, Optional.empty()).feed(archive).end())
        .containsExactly("refused a.jpg TOO_LARGE", image("b.bmp", BMP));
  }

  @Test
  void aDamagedHeaderIsCorruptAndTheNextItemIsFound() {
    byte[] archive = TarSamples.gnu().file("a.jpg", JPEG).file("b.png", PNG).toByteArray();
    int second = 512 + JPEG.length + (int) TarBlock.padding(JPEG.length);
    archive[second + 124] = '7';

    assertThat(ItemReader.read(archive))
        .containsExactly(image("a.jpg", JPEG), "refused - CORRUPT", image("-", PNG));
  }

  @Test
  void sparseFilesAreRefusedUnderTheirNames() {
    byte[] plain = TarSamples.gnu().file("holes.jpg", JPEG).file("b.png", PNG).toByteArray();
    byte[] old = TarSamples.withHeaderByte(plain, 0, 156, 'S');
    byte[] longMap = TarSamples.withHeaderByte(old, 0, 482, '\1');
    byte[] mapBlocks = new byte[1024];
    mapBlocks[504] = 1;
    byte[] withMap =
        joined(
            Arrays.copyOf(longMap, 512), mapBlocks, Arrays.copyOfRange(plain, 512, plain.length));
    byte[] pax =
        TarSamples.pax()
            .fileWithPax("GNUSparseFile.0/x", JPEG, "GNU.sparse.name", "holes.jpg")
            .file("b.png", PNG)
            .toByteArray();

    for (byte[] archive : List.of(old, withMap, pax)) {
      assertThat(ItemReader.read(archive))
          .containsExactly("refused holes.jpg UNSUPPORTED_FORMAT", image("b.png", PNG));
    }
  }

  @Test
  void aSizeInAPaxRecordCounts() {
    byte[] record = ("12 size=" + JPEG.length + "\n").getBytes(US_ASCII);
    assertThat(record).hasSize(12);
    byte[] notes = TarSamples.gnu().file("PaxHeaders/a", record).toByteArray();
    byte[] file = TarSamples.gnu().file("a.jpg", JPEG).toByteArray();

    assertThat(
            ItemReader.read(
                Arrays.copyOf(TarSamples.withHeaderByte(notes, 0, 156, 'x'), 1024),
                TarSamples.withHeaderByte(file, 0, 134, '0')))
        .containsExactly(image("a.jpg", JPEG));
  }

  @Test
  void aPaxRecordWithAWrongLengthIsCorrupt() {
    for (String record : List.of("5 a=b\n", "999 a=b\n", "x a=b\n", "6 aab\n", "3 a", "0 =\n")) {
      byte[] notes = TarSamples.gnu().file("PaxHeaders/a", record.getBytes(US_ASCII)).toByteArray();

      assertThat(ItemReader.read(TarSamples.withHeaderByte(notes, 0, 156, 'x')))
          .as(record)
          .containsExactly("refused - CORRUPT");
    }
  }

  @Test
  void aNameBeyondTheLimitEndsTheArchive() {
    String atLimit = "n".repeat(EntryExtension.MAX_BYTES);
    byte[] file = TarSamples.gnu().file("short", JPEG).toByteArray();

    assertThat(ItemReader.read(TarSamples.longName(atLimit), file))
        .containsExactly(image(atLimit, JPEG));
    assertThat(ItemReader.read(TarSamples.longName(atLimit + "n"), file))
        .containsExactly("refused - CORRUPT", image("short", JPEG));
  }

  @Test
  void anArchiveOfTheOldFormatIsRecognisedByItsChecksum() {
    byte[] archive = TarSamples.old("cams/", new byte[0], "cams/1.jpg", JPEG, "cams/2.png", PNG);
    for (int size : new int[] {1, 100, 512, 4096}) {
      assertThat(new ItemReader().feedInPieces(joined(archive, WEBP), size).end())
          .containsExactly(image("cams/1.jpg", JPEG), image("cams/2.png", PNG), image("-", WEBP));
    }
    archive[150] ^= 1;
    assertThat(ItemReader.read(archive)).startsWith("refused - UNSUPPORTED_FORMAT");
  }

  @Test
  void aNameThatIsNoUtf8StaysReadable() {
    byte[] latin = TarSamples.latin1("Süd.jpg", JPEG);

    assertThat(ItemReader.read(latin)).containsExactly(image("S%FCd.jpg", JPEG));
  }

  @Test
  void aFileThatEndsBeforeItsImageIsTruncatedUnderItsName() {
    byte[] half = Arrays.copyOf(JPEG, JPEG.length / 2);

    assertThat(ItemReader.read(TarSamples.gnu().file("a.jpg", half).file("b", PNG).toByteArray()))
        .containsExactly("refused a.jpg TRUNCATED", image("b", PNG));
  }

  @Test
  void aFileThatIsNoImageIsSaidToBeNoneHoweverItEnds() {
    byte[] deep = BMP.clone();
    deep[28] = 64; // bits a pixel
    for (byte[] file : List.of("P6 9 9 255 ".getBytes(US_ASCII), "<a".getBytes(US_ASCII), deep)) {
      assertThat(ItemReader.read(TarSamples.gnu().file("a", file).file("b", PNG).toByteArray()))
          .containsExactly("refused a UNSUPPORTED_FORMAT", image("b", PNG));
    }
  }
}
