package io.lynceus.master.gateway.items;

import static io.lynceus.master.gateway.SampleImages.BMP;
import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.ascii;
import static io.lynceus.master.gateway.SampleImages.joined;
import static io.lynceus.master.gateway.items.ItemReader.image;
import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(reader.budget.taken()).isLessThan(4);
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
        new ImageLimits(jpeg.length - 1, ImageLimits.DEFAULT.pixels(), ImageLimits.DEFAULT.side());
    for (int size : new int[] {1, 100, 8192, 1 << 20}) {
      ItemReader reader = new ItemReader(limits, 1 << 20, Optional.empty());
      assertThat(reader.feedInPieces(joined(jpeg, PNG, BMP), size).end())
          .containsExactly("refused - TOO_LARGE", image("-", PNG), image("-", BMP));
      assertThat(reader.budget.taken()).isLessThan(4);
    }
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
