package io.lynceus.master.gateway.items;

import static io.lynceus.master.gateway.SampleImages.BMP;
import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.ascii;
import static io.lynceus.master.gateway.SampleImages.joined;
import static io.lynceus.master.gateway.items.ItemReader.image;
import static io.lynceus.master.gateway.items.ZipSamples.gzip;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.master.gateway.items.archive.UnpackingLimits;
import io.lynceus.model.image.ImageLimits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** gzip data, other compressed data, and how much may be unpacked. */
class PackedDataTest {
  private static final ImageLimits IMAGES = MasterDefaults.GATEWAY.images();

  @Test
  void theImagesInGzipDataAreItemsInAnyPieces() {
    byte[] tar = TarSamples.gnu().file("a.jpg", JPEG).file("b.png", PNG).toByteArray();
    byte[] stream = joined(gzip(tar), gzip(JPEG), ascii("PING\n"), gzip(joined(PNG, BMP)));
    for (int size : new int[] {1, 7, 511, 8192}) {
      ItemReader reader = new ItemReader();
      assertThat(reader.feedInPieces(stream, size).end())
          .containsExactly(
              image("a.jpg", JPEG),
              image("b.png", PNG),
              image("-", JPEG),
              "command PING",
              image("-", PNG),
              image("-", BMP));
      assertThat(reader.held.taken()).isZero();
    }
  }

  @Test
  void anArchiveMayBeSeveralMembers() {
    byte[] tar = TarSamples.gnu().file("a.jpg", JPEG).file("b.png", PNG).toByteArray();
    byte[] packed =
        joined(gzip(Arrays.copyOf(tar, 700)), gzip(Arrays.copyOfRange(tar, 700, tar.length)));
    ItemReader reader = new ItemReader().feed(packed);

    assertThat(reader.items()).containsExactly(image("a.jpg", JPEG), image("b.png", PNG));
    assertThat(reader.decoder.expectation()).isEqualTo(Expectation.NOTHING);
  }

  @Test
  void anImageHasTheNameThatGzipKeptForIt() {
    byte[] packed = gzip(JPEG);
    byte[] head = Arrays.copyOf(packed, 10);
    head[3] = 8;
    byte[] named = joined(head, ascii("cam1.jpg\0"), Arrays.copyOfRange(packed, 10, packed.length));

    assertThat(ItemReader.read(named)).containsExactly(image("cam1.jpg", JPEG));
    assertThat(ItemReader.read(ascii("SET name=mine\n"), named))
        .containsExactly(image("mine", JPEG));
  }

  @Test
  void commandsAndFurtherPackedDataInGzipDataAreRefused() {
    for (byte[] inside : List.of(ascii("DRAIN name=s1\n"), gzip(JPEG), zip())) {
      assertThat(ItemReader.read(gzip(inside))).containsExactly("refused - UNSUPPORTED_FORMAT");
    }
  }

  private static byte[] zip() {
    return new ZipSamples().deflated("a.jpg", JPEG).toByteArray();
  }

  @Test
  void gzipDataThatIsCutOffIsTruncated() {
    byte[] packed = gzip(joined(JPEG, PNG));
    for (int length = 3; length < packed.length; length++) {
      assertThat(ItemReader.read(Arrays.copyOf(packed, length)))
          .as("%d bytes", length)
          .endsWith("refused - TRUNCATED")
          .hasSizeBetween(1, 3);
    }
  }

  @Test
  void damagedGzipDataIsCorruptAndTheEnd() {
    byte[] wrongChecksum = gzip(JPEG);
    wrongChecksum[wrongChecksum.length - 8] ^= 1;
    byte[] wrongData = gzip(PNG);
    wrongData[10] |= 6;

    assertThat(ItemReader.read(wrongChecksum))
        .containsExactly(image("-", JPEG), "refused - CORRUPT", "end");
    assertThat(ItemReader.read(wrongData)).containsExactly("refused - CORRUPT", "end");
  }

  @Test
  void compressedDataThatIsNotUnpackedIsOneRefusal() {
    byte[] noise = new byte[2_000_000];
    new Random(1).nextBytes(noise);
    for (String magic :
        List.of("28B52FFD", "FD377A585A00", "425A6839314159265359", "377ABCAF271C", "04224D18")) {
      byte[] start = HexFormat.of().parseHex(magic);
      assertThat(ItemReader.read(start, noise, JPEG))
          .containsExactly("refused - UNSUPPORTED_FORMAT", "end");
    }
  }

  @Test
  void aConnectionMayUnpackSoMuchAndNotMore() {
    byte[] zeros = new byte[300_000];
    byte[] bomb = gzip(joined(JPEG, zeros));
    for (byte[] stream :
        List.of(
            bomb,
            new ZipSamples().deflated("a", joined(JPEG, zeros)).toByteArray(),
            joined(gzip(joined(JPEG, new byte[90_000])), gzip(joined(JPEG, new byte[90_000]))))) {
      ItemReader little = new ItemReader(IMAGES, new UnpackingLimits(100_000, 10, 100));
      ItemReader enough = new ItemReader(IMAGES, new UnpackingLimits(400_000, 10, 100));

      assertThat(little.feed(stream).end())
          .contains("end")
          .anyMatch(line -> line.endsWith("TOO_LARGE"));
      assertThat(little.held.taken()).isZero();
      assertThat(enough.feed(stream).end()).noneMatch(line -> line.startsWith("refused"));
    }
  }

  @Test
  void aConnectionMayUnpackSoManyFilesAndNotMore() {
    byte[] two = new ZipSamples().stored("a", JPEG).stored("b", PNG).toByteArray();
    byte[] tar = TarSamples.gnu().file("a", JPEG).file("b", PNG).toByteArray();
    for (byte[] archive : List.of(two, gzip(tar))) {
      UnpackingLimits one = new UnpackingLimits(1 << 20, 100, 1);
      assertThat(new ItemReader(IMAGES, one).feed(archive).end())
          .containsExactly(image("a", JPEG), "refused b TOO_LARGE", "end");
      UnpackingLimits both = new UnpackingLimits(1 << 20, 100, 2);
      assertThat(new ItemReader(IMAGES, both).feed(archive).end())
          .containsExactly(image("a", JPEG), image("b", PNG));
    }
  }

  @Test
  void othersHaveTheirTurnWhileMuchIsUnpacked() {
    byte[] stream = gzip(joined(JPEG, new byte[10_000_000], PNG));
    ItemReader reader = new ItemReader();
    reader.decoder.feed(ByteBuffer.wrap(stream));
    int turns = 0;
    do {
      reader.drain();
      turns++;
    } while (reader.decoder.isPausing());

    assertThat(reader.items()).containsExactly(image("-", JPEG), image("-", PNG));
    assertThat(turns).isBetween(9, 12);
  }
}
