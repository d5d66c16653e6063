package io.lynceus.model.image;

import static io.lynceus.model.image.ImageParts.ascii;
import static io.lynceus.model.image.ImageParts.concat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class ExifTest {
  private static final int DATE_TIME = 0x9003;
  private static final int OFFSET = 0x9011;
  private static final int SUB_SECONDS = 0x9291;
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 3, 29, 2, 30, 59);
  private static final String TEXT = "2026:03:29 02:30:59";

  @Property(tries = 100)
  void everyOrientationIsReadInBothByteOrders(
      @ForAll @IntRange(min = 1, max = 8) int orientation, @ForAll boolean bigEndian) {
    byte[] data = ImageParts.exif(orientation, order(bigEndian));
    assertThat(read(data).orientation()).isEqualTo(orientation);
    assertThat(read(concat(ascii("Exif\0\0"), data)).orientation()).isEqualTo(orientation);
  }

  @Test
  void anOrientationThatDoesNotExistMeansUpright() {
    assertThat(read(ImageParts.exif(0, ByteOrder.BIG_ENDIAN))).isEqualTo(Exif.NONE);
    assertThat(read(ImageParts.exif(9, ByteOrder.LITTLE_ENDIAN))).isEqualTo(Exif.NONE);
  }

  @Property(tries = 100)
  void everyTimeIsReadInBothByteOrders(
      @ForAll @IntRange(min = 1, max = 9999) int year,
      @ForAll @IntRange(min = 1, max = 366) int day,
      @ForAll @IntRange(max = 86_399) int second,
      @ForAll @IntRange(min = -1080, max = 1080) int offsetMinutes,
      @ForAll boolean bigEndian) {
    LocalDateTime time =
        LocalDateTime.of(year, 1, 1, 0, 0).plusDays(Math.min(day, 365) - 1).plusSeconds(second);
    String offset =
        "%s%02d:%02d"
            .formatted(
                offsetMinutes < 0 ? "-" : "+",
                Math.abs(offsetMinutes) / 60,
                Math.abs(offsetMinutes) % 60);
    String text =
        "%04d:%02d:%02d %02d:%02d:%02d"
            .formatted(
                year,
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());

    Exif exif = read(ImageParts.exif(6, order(bigEndian), Map.of(DATE_TIME, text, OFFSET, offset)));

    assertThat(exif)
        .isEqualTo(
            new Exif(
                6, Optional.of(time), Optional.of(ZoneOffset.ofTotalSeconds(60 * offsetMinutes))));
  }

  @ParameterizedTest
  @CsvSource({
    "5, 500000000",
    "07, 70000000",
    "123, 123000000",
    "123456789, 123456789",
    "0, 0",
    "'12 ', 120000000",
    "x1, 0",
    "'', 0",
    "1234567891, 0",
  })
  void aFractionOfTheSecondIsAddedWhenItIsOne(String digits, int nanos) {
    Map<Integer, String> texts = Map.of(DATE_TIME, TEXT, SUB_SECONDS, digits);
    assertThat(read(texts).taken()).contains(TIME.withNano(nanos));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000:00:00 00:00:00",
        "0000:01:01 00:00:00",
        "                   ",
        "    :  :     :  :  ",
        "2026:13:01 00:00:00",
        "2026:02:29 00:00:00",
        "2026:03:29 24:00:00",
        "2026:03:29 02:30:60",
        "2026:03:29 02:30",
        "2026-03-29 02:30:59",
        "2026:03:29 02:30:59 and more than that",
        "",
      })
  void aTimeThatDoesNotExistIsNotSaid(String text) {
    Exif exif = read(Map.of(DATE_TIME, text, OFFSET, "+02:00", SUB_SECONDS, "5"));
    assertThat(exif).isEqualTo(new Exif(1, Optional.empty(), Optional.of(ZoneOffset.ofHours(2))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"   :  ", "+2:00", "+19:00", "02:00", "Z", "+02:00:00", ""})
  void anOffsetThatDoesNotExistIsNotSaid(String text) {
    assertThat(read(Map.of(DATE_TIME, TEXT, OFFSET, text)))
        .isEqualTo(new Exif(1, Optional.of(TIME), Optional.empty()));
  }

  @Test
  void aFieldOfAnotherTypeIsNotSaid() {
    byte[] data = ImageParts.exif(6, ByteOrder.BIG_ENDIAN, Map.of(DATE_TIME, TEXT));
    data[8 + 2 + 3] = 4; // the orientation's type
    data[38 + 2 + 3] = 7; // the time's type
    assertThat(read(data)).isEqualTo(Exif.NONE);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BMP")
  void theTimeIsReadFromEveryFormatThatHasExif(ImageFormat format) throws RefusedImageException {
    byte[] data =
        ImageParts.exif(3, ByteOrder.LITTLE_ENDIAN, Map.of(DATE_TIME, TEXT, OFFSET, "-03:30"));
    ImageHeader header = ImageHeaderTest.read(ImageFixtures.withExif(format, 16, 16, data));
    assertThat(header.exif())
        .isEqualTo(new Exif(3, Optional.of(TIME), Optional.of(ZoneOffset.ofHoursMinutes(-3, -30))));
  }

  @Test
  void theFirstExifSegmentOfAJpegCounts() throws RefusedImageException {
    byte[] second = ImageFixtures.oriented(ImageFormat.JPEG, 8, 8, 6);
    byte[] first = concat(ascii("Exif\0\0"), ImageParts.exif(3, ByteOrder.BIG_ENDIAN));
    byte[] file = ImageFixtures.withSegment(second, 0xe1, first);
    assertThat(ImageHeaderTest.read(file).orientation()).isEqualTo(3);
  }

  @Test
  void dataCutAnywhereSaysWhatIsWhole() {
    byte[] data = ImageParts.exif(6, ByteOrder.BIG_ENDIAN, Map.of(DATE_TIME, TEXT));
    int orientationEnd = 8 + 2 + 12;
    for (int length = 0; length < data.length; length++) {
      assertThat(read(Arrays.copyOf(data, length)))
          .isEqualTo(Exif.ofOrientation(length < orientationEnd ? 1 : 6));
    }
  }

  @Property(tries = 1000)
  void noBytesMakeItFail(
      @ForAll @Size(max = 90) byte[] bytes,
      @ForAll boolean tiff,
      @ForAll @IntRange(max = 63) int at) {
    byte[] data = tiff ? concat(ascii("II*\0"), bytes) : bytes;
    assertThat(read(data).orientation()).isBetween(1, 8);
    byte[] whole =
        ImageParts.exif(
            6, ByteOrder.BIG_ENDIAN, Map.of(DATE_TIME, TEXT, OFFSET, "+02:00", SUB_SECONDS, "5"));
    System.arraycopy(bytes, 0, whole, at, Math.min(bytes.length, whole.length - at));
    assertThat(read(whole).orientation()).isBetween(1, 8);
  }

  private static ByteOrder order(boolean bigEndian) {
    return bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  private static Exif read(Map<Integer, String> texts) {
    return read(ImageParts.exif(1, ByteOrder.LITTLE_ENDIAN, texts));
  }

  private static Exif read(byte[] data) {
    return Exif.read(ByteBuffer.wrap(data));
  }
}
