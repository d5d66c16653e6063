package io.lynceus.model.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ExifOrientationTest {

  @Property(tries = 100)
  void everyOrientationIsReadInBothByteOrders(
      @ForAll @IntRange(min = 1, max = 8) int orientation, @ForAll boolean bigEndian) {
    ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    assertThat(of(ImageParts.exif(orientation, order))).isEqualTo(orientation);
    assertThat(
            of(
                ImageParts.concat(
                    ImageParts.ascii("Exif\0\0"), ImageParts.exif(orientation, order))))
        .isEqualTo(orientation);
  }

  @Test
  void anOrientationThatDoesNotExistMeansUpright() {
    assertThat(of(ImageParts.exif(0, ByteOrder.BIG_ENDIAN))).isEqualTo(1);
    assertThat(of(ImageParts.exif(9, ByteOrder.LITTLE_ENDIAN))).isEqualTo(1);
  }

  @Test
  void dataCutAnywhereMeansUpright() {
    byte[] exif = ImageParts.exif(6, ByteOrder.BIG_ENDIAN);
    for (int length = 0; length < 22; length++) {
      assertThat(of(Arrays.copyOf(exif, length))).isEqualTo(1);
    }
  }

  @Property(tries = 1000)
  void noBytesMakeItFail(@ForAll @Size(max = 60) byte[] bytes, @ForAll boolean tiff) {
    byte[] data = tiff ? ImageParts.concat(ImageParts.ascii("II*\0"), bytes) : bytes;
    assertThat(of(data)).isBetween(1, 8);
  }

  private static int of(byte[] data) {
    return ExifOrientation.of(ByteBuffer.wrap(data));
  }
}
