package io.lynceus.master.gateway.items;

import static io.lynceus.master.gateway.SampleImages.BMP;
import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.ascii;
import static io.lynceus.master.gateway.SampleImages.joined;
import static io.lynceus.master.gateway.items.ItemReader.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.model.image.ImageLimits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** JPEGs whose MPF index announces further pictures, which may be there or not. */
class FurtherPicturesTest {
  @Test
  void aJpegDoesNotWaitForAnAnnouncedPictureWhenOtherItemsFollow() {
    byte[] jpeg = announcing(JPEG, JPEG.length + 2000, 500);
    byte[] archive = TarSamples.gnu().file("a.png", PNG).toByteArray();

    for (byte[] next : List.of(JPEG, joined(BMP, PNG), archive)) {
      List<String> expected = new ArrayList<>(List.of(image("-", jpeg)));
      expected.addAll(ItemReader.read(next));
      for (int size : new int[] {1, 100, 8192, 1 << 20}) {
        ItemReader reader = new ItemReader();
        assertThat(reader.feedInPieces(joined(jpeg, next), size).end()).isEqualTo(expected);
        assertThat(reader.held.taken()).isLessThan(4);
      }
    }
  }

  @Test
  void anAnnouncedPictureThatIsThereBelongsToTheJpeg() {
    byte[] jpeg = announcing(JPEG, 0, JPEG.length);
    byte[] first = announcing(JPEG, jpeg.length, JPEG.length);

    assertThat(ItemReader.read(first, JPEG, PNG))
        .containsExactly(image("-", joined(first, JPEG)), image("-", PNG));
  }

  @Test
  void aJpegWithoutItsAnnouncedPictureIsTakenWhenNothingMoreComes() {
    byte[] jpeg = announcing(JPEG, JPEG.length + 2000, 500);
    ItemReader reader = new ItemReader().feed(jpeg);
    assertThat(reader.items()).isEmpty();
    assertThat(reader.decoder.expectation()).isEqualTo(Expectation.POSSIBLY_MORE);

    reader.decoder.cutOff();
    reader.drain();

    assertThat(reader.items()).containsExactly(image("-", jpeg));
    assertThat(reader.feed(PNG).items()).endsWith(image("-", PNG));
  }

  @Test
  void theItemAfterATooLargeJpegIsNotTakenForItsAnnouncedPicture() {
    byte[] jpeg = announcing(JPEG, JPEG.length + 2000, 500);
    ImageLimits limits =
        new ImageLimits(
            jpeg.length - 1,
            MasterDefaults.GATEWAY.images().pixels(),
            MasterDefaults.GATEWAY.images().side());
    for (int size : new int[] {1, 100, 8192, 1 << 20}) {
      ItemReader reader = new ItemReader(limits, 1 << 20, Optional.empty());
      assertThat(reader.feedInPieces(joined(jpeg, PNG, BMP), size).end())
          .containsExactly("refused - TOO_LARGE", image("-", PNG), image("-", BMP));
      assertThat(reader.held.taken()).isLessThan(4);
    }
  }

  /** As of a phone's photo with a gain map whose file was rewritten: the places are wrong. */
  @Test
  void anAnnouncedFileMayHaveAsManyPicturesAsItsFirstOneAnnounces() {
    byte[] video = joined(ascii("\0\0\0\20ftypmp42\0\0\0\0"), new byte[40]);
    for (byte[] photo : List.of(withContainer("image/jpeg"), announcing(JPEG, 90_000, 10))) {
      assertThat(analyzed(photo, PNG)).containsExactly(image("-", photo), passedOver(PNG));
      assertThat(analyzed(photo, new byte[7], PNG, video))
          .containsExactly(image("-", photo), passedOver(PNG, video));
      assertThat(analyzed(photo)).containsExactly(image("-", photo));
      assertThat(analyzed(photo, PNG, JPEG)).containsExactly("refused - UNSUPPORTED_FORMAT");
      assertThat(analyzed(photo, PNG, photo, PNG)).containsExactly("refused - UNSUPPORTED_FORMAT");
    }
  }

  @Test
  void aPictureThatIsFoundWhereItIsAnnouncedCountsToo() {
    byte[] first = withContainer("image/jpeg");
    int added = announcing(JPEG, 0, JPEG.length).length - JPEG.length;
    byte[] photo = announcing(first, first.length + added, JPEG.length);

    assertThat(analyzed(photo, JPEG)).containsExactly(image("-", joined(photo, JPEG)));
    assertThat(analyzed(photo, JPEG, PNG)).containsExactly("refused - UNSUPPORTED_FORMAT");
  }

  @Test
  void aVideoThatIsAnnouncedIsNoPicture() {
    byte[] photo = withContainer("video/mp4");
    assertThat(analyzed(photo, PNG)).containsExactly("refused - UNSUPPORTED_FORMAT");
    assertThat(analyzed(JPEG, PNG)).containsExactly("refused - UNSUPPORTED_FORMAT");
  }

  @Test
  void aSecondPictureThatIsCutOffIsPassedOver() {
    byte[] photo = withContainer("image/jpeg");
    byte[] cut = Arrays.copyOf(JPEG, JPEG.length - 20);
    assertThat(analyzed(photo, cut)).containsExactly(image("-", photo), passedOver(cut));
  }

  private static List<String> analyzed(byte[]... parts) {
    byte[] file = joined(parts);
    return ItemReader.read(ascii("ANALYZE size=" + file.length + "\n"), file);
  }

  private static String passedOver(byte[]... parts) {
    return "passed over " + joined(parts).length;
  }

  /** A JPEG whose XMP data has the directory of a container with one more item. */
  private static byte[] withContainer(String type) {
    String xmp =
        "http://ns.adobe.com/xap/1.0/\0"
            + "<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
            + "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
            + "<rdf:Description xmlns:C='http://ns.google.com/photos/1.0/container/'"
            + " xmlns:Item='http://ns.google.com/photos/1.0/container/item/'>"
            + "<C:Directory><rdf:Seq><rdf:li rdf:parseType='Resource'>"
            + "<C:Item Item:Mime='image/jpeg' Item:Semantic='Primary'/></rdf:li>"
            + "<rdf:li rdf:parseType='Resource'>"
            + "<C:Item Item:Mime='%s' Item:Semantic='GainMap' Item:Length='5'/>".formatted(type)
            + "</rdf:li></rdf:Seq></C:Directory></rdf:Description></rdf:RDF></x:xmpmeta>";
    byte[] head =
        ByteBuffer.allocate(4)
            .putShort((short) 0xffe1)
            .putShort((short) (2 + xmp.length()))
            .array();
    return joined(
        Arrays.copyOf(JPEG, 2), head, ascii(xmp), Arrays.copyOfRange(JPEG, 2, JPEG.length));
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
