package io.lynceus.vision.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.inspection.TestJpeg;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What decoders say of damaged files reaches those who look at the picture, and nobody else. */
class DamagedPictureTest {
  private static final PictureCondition UNKNOWN = PictureCondition.damaged(Optional.empty());

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  /** Every version is decoded by itself, and says so. */
  private enum Version {
    COLOUR {
      @Override
      void make(Picture picture) throws UnreadableImageException {
        picture.colour();
      }
    },
    GREY {
      @Override
      void make(Picture picture) throws UnreadableImageException {
        picture.grey();
      }
    },
    SCALED {
      @Override
      void make(Picture picture) throws UnreadableImageException {
        picture.colour(64);
      }
    };

    abstract void make(Picture picture) throws UnreadableImageException;
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aScanThatIsCutOffIsADamagedPicture(Version version) throws Exception {
    PictureCondition condition = condition(TestJpeg.baseline().cutAt(0.5).image(), version);
    assertThat(condition.damaged()).isTrue();
    assertThat(condition.decodedPart().orElseThrow()).isCloseTo(0.5, within(0.03));
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aWholePictureIsSound(Version version) throws Exception {
    assertThat(condition(TestJpeg.baseline().image(), version)).isEqualTo(PictureCondition.SOUND);
    assertThat(condition(TestJpeg.progressive().image(), version))
        .isEqualTo(PictureCondition.SOUND);
  }

  @ParameterizedTest
  @EnumSource(ImageFormat.class)
  void aWholePictureOfEachFormatIsSound(ImageFormat format) throws Exception {
    TestImage image = TestImage.of(TestImage.flat(64, 48, 90).pixels(), format);
    assertThat(condition(image, Version.COLOUR)).isEqualTo(PictureCondition.SOUND);
  }

  @Test
  void aHarmlessFirstWarningHidesNoDamage() throws Exception {
    TestJpeg cut = TestJpeg.baseline().cutAt(0.5).ofUnknownRevision();
    assertThat(condition(cut.image(), Version.GREY).decodedPart().orElseThrow())
        .isCloseTo(0.5, within(0.03));
  }

  @Test
  void aHarmlessWarningAloneIsNoDamage() throws Exception {
    TestImage revision = TestJpeg.baseline().ofUnknownRevision().image();
    assertThat(condition(revision, Version.COLOUR)).isEqualTo(PictureCondition.SOUND);
    TestImage padded = TestJpeg.baseline().padded(0, 0, 0, 0).image();
    assertThat(condition(padded, Version.COLOUR)).isEqualTo(PictureCondition.SOUND);
  }

  /** libjpeg says nothing of it. */
  @Test
  void aProgressivePictureWithoutItsLastScansIsDamaged() throws Exception {
    TestJpeg jpeg = TestJpeg.progressive();
    int end = jpeg.scan(1);
    while (jpeg.bytes()[end] != (byte) 0xff || jpeg.bytes()[end + 1] == 0) {
      end++;
    }
    assertThat(condition(jpeg.cutAt(end).image(), Version.COLOUR)).isEqualTo(UNKNOWN);
  }

  @Test
  void aFaultyChunkBesideThePixelsIsNoDamage() throws Exception {
    TestImage png = TestImage.flat(64, 48, 90);
    TestImage faulty = withChunks(png, chunk("gAMA", new byte[1]), chunk("iCCP", new byte[3]));
    assertThat(condition(faulty, Version.COLOUR)).isEqualTo(PictureCondition.SOUND);
  }

  /** libpng names some of them within its warning, and some not at all. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bKGD", "cHRM", "eXIf", "gAMA", "hIST", "iCCP", "iTXt", "juNk", "juNK", "pCAL", "pHYs",
        "sBIT", "sCAL", "sPLT", "sRGB", "sTER", "tEXt", "tIME", "tRNS", "zTXt"
      })
  void aChunkBesideThePixelsIsNoDamageWhateverIsInIt(String type) throws Exception {
    byte[] text = {'a', 0, 0, 0, 0};
    byte[] numbers = new byte[32];
    Arrays.fill(numbers, (byte) 0xff);
    TestImage png = TestImage.flat(64, 48, 90);
    for (int length : new int[] {0, 1, 2, 4, 6, 7, 9, 32}) {
      byte[] content = Arrays.copyOf(numbers, length);
      TestImage faulty = withChunks(png, chunk(type, content), chunk(type, text));
      assertThat(condition(faulty, Version.COLOUR))
          .as("%d bytes", length)
          .isEqualTo(PictureCondition.SOUND);
    }
  }

  @Test
  void moreCodedDataThanPixelsIsDamage() throws Exception {
    byte[] rows = new byte[(1 + 8 * 3) * 8];
    byte[] header = {0, 0, 0, 8, 0, 0, 0, 8, 8, 2, 0, 0, 0};
    byte[] tooMuch = deflated(rows, new byte[100]);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    png.write(chunk("IHDR", header));
    png.write(chunk("IDAT", tooMuch));
    png.write(chunk("IEND", new byte[0]));
    TestImage like = TestImage.flat(8, 8, 0);
    TestImage image = new TestImage(ByteBuffer.wrap(png.toByteArray()), like.header());
    assertThat(condition(image, Version.COLOUR)).isEqualTo(UNKNOWN);
  }

  private static byte[] deflated(byte[]... parts) {
    Deflater deflater = new Deflater();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    deflater.setInput(all.toByteArray());
    deflater.finish();
    byte[] out = new byte[1000];
    int length = deflater.deflate(out);
    deflater.end();
    return ByteBuffer.allocate(length).put(out, 0, length).array();
  }

  private static byte[] chunk(String type, byte[] content) {
    byte[] name = type.getBytes(US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    return ByteBuffer.allocate(12 + content.length)
        .putInt(content.length)
        .put(name)
        .put(content)
        .putInt((int) crc.getValue())
        .array();
  }

  /** The PNG with further chunks behind its header. */
  private static TestImage withChunks(TestImage png, byte[]... chunks) {
    int headerEnd = 8 + 12 + 13;
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(png.file().array(), 0, headerEnd);
    for (byte[] chunk : chunks) {
      file.writeBytes(chunk);
    }
    file.write(png.file().array(), headerEnd, png.file().capacity() - headerEnd);
    return new TestImage(ByteBuffer.wrap(file.toByteArray()), png.header());
  }

  @Test
  void picturesThatAreDecodedAtTheSameTimeAreNeverMixedUp() throws Exception {
    TestImage sound = TestJpeg.baseline().image();
    TestImage damaged = TestJpeg.baseline().cutAt(0.5).image();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Boolean>> conditions = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        TestImage image = i % 2 == 0 ? sound : damaged;
        Version version = Version.values()[i % 3];
        conditions.add(threads.submit(() -> condition(image, version).damaged()));
      }
      for (int i = 0; i < conditions.size(); i++) {
        assertThat(conditions.get(i).get()).as("picture %d", i).isEqualTo(i % 2 == 1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aPictureThatWasDroppedMeanwhileIsStillKnownToBeDamaged() throws Exception {
    try (SharedPicture shared = TestJpeg.baseline().cutAt(0.5).image().open()) {
      shared.forUnit().colour();
      shared.drop();
      assertThat(shared.forUnit().condition().damaged()).isTrue();
    }
  }

  /** As far as damage goes: some of the pictures are of one colour, and flat. */
  private static PictureCondition condition(TestImage image, Version version)
      throws UnreadableImageException {
    try (SharedPicture shared = image.open()) {
      Picture picture = shared.forUnit();
      version.make(picture);
      return picture.condition().withFlat(false);
    }
  }
}
