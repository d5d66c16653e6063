package io.lynceus.master.gateway.items;

import static io.lynceus.master.gateway.SampleImages.BMP;
import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.WEBP;
import static io.lynceus.master.gateway.SampleImages.ascii;
import static io.lynceus.master.gateway.SampleImages.joined;
import static io.lynceus.master.gateway.items.ItemReader.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.model.image.ImageLimits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What cameras and phones put behind a picture, and before it. */
class BehindImagesTest {
  private static final byte[] TRAILER = joined(ascii("dhav"), new byte[] {'Y', 25, 1, 0});
  private static final byte[] OLDER = Arrays.copyOfRange(JPEG, JPEG.length - 40, JPEG.length);
  private static final byte[] MP4 =
      joined(
          box("ftyp", ascii("mp42\0\0\0\0mp42")),
          box("moov", new byte[50]),
          box("mdat", joined(new byte[30], JPEG, PNG, new byte[30])),
          box("free", new byte[8]));

  @Test
  void bytesThatBeginNoItemArePassedOverUpToTheNextItem() {
    for (byte[] behind : List.of(TRAILER, OLDER, ascii("<xml/>"), new byte[] {1})) {
      String passed = "passed over " + behind.length;
      for (byte[] next : List.of(JPEG, PNG, WEBP, BMP)) {
        for (int size : new int[] {1, 5, 4096}) {
          assertThat(
                  new ItemReader()
                      .feedInPieces(joined(JPEG, behind, next, behind, JPEG, behind), size)
                      .end())
              .containsExactly(
                  image("-", JPEG), passed, image("-", next), passed, image("-", JPEG), passed);
        }
      }
    }
  }

  @Test
  void theMp4OfAPhoneIsPassedOverWithThePicturesInIt() {
    for (byte[] before : List.of(new byte[0], TRAILER)) {
      byte[] photo = joined(JPEG, before, MP4);
      for (int size : new int[] {1, 7, 4096}) {
        List<String> items = new ItemReader().feedInPieces(joined(photo, PNG, photo), size).end();
        assertThat(items)
            .filteredOn(item -> !item.startsWith("passed over"))
            .containsExactly(image("-", JPEG), image("-", PNG), image("-", JPEG));
        assertThat(items).contains("passed over " + MP4.length);
      }
    }
  }

  @Test
  void aFileOfAnotherFormatBehindAnImageIsNotPassedOver() {
    byte[] heic = joined(box("ftyp", ascii("heic\0\0\0\0")), box("meta", JPEG), box("mdat", PNG));

    assertThat(ItemReader.read(JPEG, heic, WEBP, ascii("GIF89a\1\2\3"), BMP))
        .containsExactly(
            image("-", JPEG),
            "refused - UNSUPPORTED_FORMAT",
            image("-", WEBP),
            "refused - UNSUPPORTED_FORMAT",
            image("-", BMP));
  }

  @Test
  void aConnectionThatBringsOnlySuchBytesGetsOneRefusal() {
    for (byte[] only : List.of(TRAILER, OLDER, MP4, joined(TRAILER, OLDER, MP4))) {
      assertThat(ItemReader.read(only)).containsExactly("refused - UNSUPPORTED_FORMAT");
    }
  }

  @Test
  void commandsBehindSuchBytesAreFound() {
    assertThat(ItemReader.read(JPEG, TRAILER, ascii("\nSET name=b\n"), PNG, ascii("PING")))
        .containsExactly(image("-", JPEG), "passed over 9", image("b", PNG), "command PING");
    assertThat(ItemReader.read(JPEG, ascii("SETT name=b\n"), PNG))
        .containsExactly(image("-", JPEG), "refused line - BAD_COMMAND", image("-", PNG));
  }

  @Test
  void textAtTheEndThatIsNoCommandIsPassedOver() {
    assertThat(ItemReader.read(JPEG, ascii("CAM7"))).endsWith("passed over 4").hasSize(2);
    assertThat(ItemReader.read(JPEG, Arrays.copyOf(PNG, 20))).endsWith("refused - TRUNCATED");
  }

  @Test
  void suchBytesAreToldWhenNothingMoreComes() {
    ItemReader reader = new ItemReader().feed(JPEG, TRAILER);
    assertThat(reader.decoder.expectation()).isEqualTo(Expectation.POSSIBLY_MORE);

    reader.decoder.cutOff();
    reader.drain();

    assertThat(reader.items()).endsWith("passed over 8");
    assertThat(reader.decoder.expectation()).isEqualTo(Expectation.NOTHING);
    assertThat(reader.feed(OLDER, PNG).end()).endsWith("passed over 40", image("-", PNG));
  }

  @Test
  void moreSuchBytesThanAnImageMayHaveEndTheConnectionWithALine() {
    ImageLimits limits = new ImageLimits(1000, 1000, 1000);
    byte[] small = WEBP;
    byte[] noise = new byte[1001];
    Arrays.fill(noise, (byte) 0x81);

    assertThat(
            new ItemReader(limits, 1 << 20, Optional.empty())
                .feed(small, Arrays.copyOf(noise, 1000), small)
                .end())
        .containsExactly(image("-", small), "passed over 1000", image("-", small));
    assertThat(new ItemReader(limits, 1 << 20, Optional.empty()).feed(small, noise, small).end())
        .containsExactly(
            image("-", small), "passed over 1001", "refused - UNSUPPORTED_FORMAT", "end");
  }

  @Test
  void aSecondStartInFrontOfAJpegIsNoImageOfItsOwn() {
    byte[] start = Arrays.copyOf(JPEG, 2);
    byte[] doubled = joined(start, start, JPEG);
    byte[] tar = TarSamples.gnu().file("a.jpg", doubled).toByteArray();
    for (int size : new int[] {1, 3, 4096}) {
      assertThat(new ItemReader().feedInPieces(joined(doubled, doubled), size).end())
          .containsExactly(image("-", JPEG), image("-", JPEG));
    }
    assertThat(ItemReader.read(tar)).containsExactly(image("a.jpg", JPEG));
    assertThat(ItemReader.read(ascii("ANALYZE size=" + doubled.length + "\n"), doubled))
        .containsExactly(image("-", JPEG));
  }

  @Test
  void theFilesOfAnArchiveAndAnnouncedOnesAreReadAsThoseOfAConnection() {
    byte[] photo = joined(JPEG, TRAILER, MP4);
    byte[] tar = TarSamples.gnu().file("a.jpg", photo).file("b.png", PNG).toByteArray();

    assertThat(ItemReader.read(tar))
        .containsExactly(
            image("a.jpg", JPEG),
            "passed over 8",
            "passed over " + MP4.length,
            image("b.png", PNG));
    assertThat(ItemReader.read(ascii("ANALYZE size=" + photo.length + "\n"), photo))
        .containsExactly(image("-", JPEG), "passed over " + (8 + MP4.length));
  }

  @Test
  void severalImagesInOneFileOfAnArchiveHaveNumberedNames() {
    byte[] tar =
        TarSamples.gnu().file("a.mjpg", joined(JPEG, JPEG, PNG)).file("b", PNG).toByteArray();

    assertThat(ItemReader.read(tar))
        .containsExactly(
            image("a.mjpg", JPEG),
            image("a.mjpg#2", JPEG),
            image("a.mjpg#3", PNG),
            image("b", PNG));
  }

  @Test
  void severalImagesWhereOneIsAnnouncedAreRefusedInOneLine() {
    byte[] two = joined(JPEG, PNG);
    ItemReader reader = new ItemReader();
    reader.decoder.feed(
        ByteBuffer.wrap(joined(ascii("ANALYZE size=" + two.length + "\n"), two, ascii("PING\n"))));

    Item.Refused refused = (Item.Refused) Objects.requireNonNull(reader.decoder.next());

    assertThat(refused.rejection().message())
        .isEqualTo(
            "a file of several images is not one image: send it to the task port by itself, or send"
                + " its images one by one");
    assertThat(reader.decoder.next()).isEqualTo(new Command.Plain(Command.Word.PING));
  }

  private static byte[] box(String type, byte[] content) {
    return joined(
        ByteBuffer.allocate(8).putInt(8 + content.length).put(ascii(type)).array(), content);
  }
}
