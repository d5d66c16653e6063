package io.lynceus.vision.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.image.ImageFixtures;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.ImageParts;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.vision.TestImage;
import io.lynceus.vision.inspection.TestJpeg;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** Damaged files of the formats whose decoders refuse what they cannot decode. */
class DamagedFormatsTest {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 120;
  private static final int BMP_HEADERS = 14 + 40;

  @BeforeAll
  static void loadLibraries() {
    TestImage.loadLibraries();
  }

  /** What becomes of a file. */
  private enum Verdict {
    SOUND,
    DAMAGED,
    /** By its header. */
    REFUSED,
    /** By its decoder. */
    UNREADABLE
  }

  private enum Kind {
    BMP {
      @Override
      byte[] whole() {
        return encoded(".bmp");
      }

      /** Its size follows from its rows. */
      @Override
      byte[] cut(double part) {
        return cutOff(whole(), part);
      }
    },
    RUN_LENGTH_BMP {
      @Override
      byte[] whole() {
        return runLengthBmp(HEIGHT);
      }

      @Override
      byte[] cut(double part) {
        byte[] cut = cutOff(whole(), part);
        return withBmpSizes(cut);
      }
    },
    LOSSY_WEBP {
      @Override
      byte[] whole() {
        return encoded(".webp", Imgcodecs.IMWRITE_WEBP_QUALITY, 80);
      }

      @Override
      byte[] cut(double part) {
        return cutWebp(whole(), part);
      }
    },
    LOSSLESS_WEBP {
      @Override
      byte[] whole() {
        return encoded(".webp", Imgcodecs.IMWRITE_WEBP_QUALITY, 101);
      }

      @Override
      byte[] cut(double part) {
        return cutWebp(whole(), part);
      }
    },
    ANIMATED_WEBP {
      @Override
      byte[] whole() {
        return animated(LOSSY_WEBP.whole());
      }

      @Override
      byte[] cut(double part) {
        return animated(LOSSY_WEBP.cut(part));
      }
    };

    abstract byte[] whole();

    /** With that part of its pixels' data; if a header says how long that is, it says it anew. */
    abstract byte[] cut(double part);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aWholeFileIsSound(Kind kind) throws Exception {
    Verdict verdict = verdict(kind.whole());
    assertThat(verdict).isEqualTo(kind == Kind.ANIMATED_WEBP ? Verdict.REFUSED : Verdict.SOUND);
  }

  /** As a client sends it whose camera or card has stopped amid the file. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void aFileThatEndsTooEarlyIsRefused(Kind kind) throws Exception {
    for (double part = 0.05; part < 1; part += 0.05) {
      byte[] cut = cutOff(kind.whole(), part);
      assertThat(verdict(cut)).as("%.0f %%", part * 100).isEqualTo(Verdict.REFUSED);
    }
  }

  /** As a camera writes it that notices itself that the rest is missing. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void aPartOfAPictureIsNeverSoundWhateverItsHeadersSay(Kind kind) throws Exception {
    for (double part = 0.05; part < 1; part += 0.05) {
      assertThat(verdict(kind.cut(part)))
          .as("%.0f %%", part * 100)
          .isIn(Verdict.REFUSED, Verdict.UNREADABLE, Verdict.DAMAGED);
    }
  }

  /** Wrong bits that are still valid codes cannot be noticed: these formats have no checksums. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  @Tag("gate")
  void bytesThatAreWrongInsideAreEitherNoticedOrAPictureOfTheSameSize(Kind kind) throws Exception {
    Random random = new Random(11);
    for (int round = 0; round < 60; round++) {
      byte[] file = kind.whole();
      int start = BMP_HEADERS + 20 + random.nextInt(file.length - BMP_HEADERS - 60);
      for (int i = 0; i < 40; i++) {
        file[start + i] = (byte) random.nextInt();
      }
      assertThat(verdict(file)).as("bytes from %d", start).isNotNull();
    }
  }

  @Test
  void runsThatLeaveTheirRowAreNoticed() throws Exception {
    byte[] file = Kind.RUN_LENGTH_BMP.whole();
    int pixels = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(10);
    Arrays.fill(file, pixels, pixels + 400, (byte) 0xf7); // runs of 247 pixels
    assertThat(verdict(file)).isIn(Verdict.UNREADABLE, Verdict.DAMAGED);
  }

  /** In a JVM of its own, whose standard error is a file. */
  @Test
  void nothingOfItAppearsOnStandardError(@TempDir Path folder) throws Exception {
    Path errors = folder.resolve("errors");
    Path files = Files.createDirectory(folder.resolve("files"));
    for (Kind kind : Kind.values()) {
      Files.write(files.resolve(kind.name()), kind.cut(0.5));
    }
    Files.write(files.resolve("cut.jpg"), TestJpeg.baseline().cutAt(0.5).bytes());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dslf4j.internal.verbosity=ERROR", // no logging here, and no words about it
                "-cp",
                System.getProperty("java.class.path"),
                Decode.class.getName(),
                files.toString())
            .redirectError(errors.toFile())
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(errors)).isEqualTo(Decode.NONE_IS_SOUND);
    assertThat(Files.readString(errors)).isEmpty();
  }

  /** Decodes the files of a folder, and says by its exit code whether one is sound. */
  static final class Decode {
    static final int NONE_IS_SOUND = 7;

    public static void main(String... arguments) throws Exception {
      TestImage.loadLibraries();
      boolean sound = false;
      try (var files = Files.list(Path.of(arguments[0]))) {
        for (Path file : files.toList()) {
          sound |= verdict(Files.readAllBytes(file)) == Verdict.SOUND;
        }
      }
      System.exit(sound ? 0 : NONE_IS_SOUND);
    }
  }

  private static Verdict verdict(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    try {
      ImageHeader header = ImageHeader.read(bytes, ImageLimits.of(32 << 20, 50_000_000, 16_384));
      try (SharedPicture shared = SharedPicture.of(bytes, header)) {
        Picture picture = shared.forUnit();
        Mat pixels = picture.colour();
        assertThat(pixels.cols()).isEqualTo(header.width());
        assertThat(pixels.rows()).isEqualTo(header.height());
        return picture.condition().damaged() ? Verdict.DAMAGED : Verdict.SOUND;
      }
    } catch (RefusedImageException e) {
      return Verdict.REFUSED;
    } catch (UnreadableImageException e) {
      return Verdict.UNREADABLE;
    }
  }

  private static byte[] encoded(String ending, int... parameters) {
    Core.setRNGSeed(7);
    Mat noise = new Mat(HEIGHT, WIDTH, CvType.CV_8UC3);
    Core.randu(noise, 0, 256);
    Imgproc.blur(noise, noise, new org.opencv.core.Size(3, 3));
    MatOfByte file = new MatOfByte();
    Imgcodecs.imencode(ending, noise, file, new MatOfInt(parameters));
    return file.toArray();
  }

  private static byte[] cutOff(byte[] file, double part) {
    return Arrays.copyOf(file, (int) (file.length * part));
  }

  /** A WebP of one chunk, in whose place stands the beginning of the chunk. */
  private static byte[] cutWebp(byte[] webp, double part) {
    String type = new String(webp, 12, 4, US_ASCII);
    byte[] data = Arrays.copyOfRange(webp, 20, webp.length);
    return ImageFixtures.riff(ImageParts.chunk(type, cutOff(data, part)));
  }

  /** Two frames, each of which is that WebP's chunk (RFC 9649, 2.7.1.1). */
  private static byte[] animated(byte[] webp) {
    byte[] chunk = Arrays.copyOfRange(webp, 12, webp.length);
    byte[] place = new byte[16];
    System.arraycopy(ImageParts.vp8x(0, WIDTH, HEIGHT), 4, place, 6, 6);
    byte[] frame = ImageParts.chunk("ANMF", ImageParts.concat(place, chunk));
    return ImageFixtures.riff(
        ImageParts.chunk("VP8X", ImageParts.vp8x(0x02, WIDTH, HEIGHT)),
        ImageParts.chunk("ANIM", new byte[6]),
        frame,
        frame);
  }

  /**
   * A grey BMP of 8 bits a pixel and runs of four pixels.
   *
   * @param rows that have pixels
   */
  private static byte[] runLengthBmp(int rows) {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < WIDTH; x += 4) {
        pixels.write(4);
        pixels.write((x * 7 + y * 13) & 0xff);
      }
      pixels.write(0);
      pixels.write(y == rows - 1 ? 1 : 0); // end of the picture, or of the row
    }
    ByteBuffer file =
        ByteBuffer.allocate(BMP_HEADERS + 4 * 256 + pixels.size()).order(ByteOrder.LITTLE_ENDIAN);
    file.put("BM".getBytes(US_ASCII)).putInt(10, BMP_HEADERS + 4 * 256).putInt(14, 40);
    file.putInt(18, WIDTH).putInt(22, HEIGHT).putShort(26, (short) 1).putShort(28, (short) 8);
    file.putInt(30, 1); // run-length code of 8 bits
    for (int level = 0; level < 256; level++) {
      file.putInt(BMP_HEADERS + 4 * level, level * 0x010101);
    }
    file.put(BMP_HEADERS + 4 * 256, pixels.toByteArray());
    return withBmpSizes(file.array());
  }

  private static byte[] withBmpSizes(byte[] bmp) {
    ByteBuffer file = ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN);
    if (bmp.length > BMP_HEADERS) {
      file.putInt(2, bmp.length).putInt(34, Math.max(1, bmp.length - file.getInt(10)));
    }
    return bmp;
  }
}
