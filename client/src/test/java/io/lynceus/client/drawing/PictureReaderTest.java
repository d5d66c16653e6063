package io.lynceus.client.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.image.LevelRange;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureReaderTest {
  /** An EXIF segment with the orientation only; its value replaces a 00. */
  private static final String EXIF =
      "FFE10022 457869660000 4D4D002A00000008 0001 0112 0003 00000001 00%02X0000 00000000";

  @TempDir Path folder;

  /** The stored picture's upper left quarter is red: where must it appear? */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0", "2, 1, 0", "3, 1, 1", "4, 0, 1", "5, 0, 0", "6, 1, 0", "7, 1, 1", "8, 0, 1",
  })
  void orientationIsApplied(int orientation, int redColumn, int redRow) throws IOException {
    BufferedImage shown = PictureReader.read(jpeg(orientation), 1000);
    boolean sideways = orientation >= 5;
    assertThat(shown.getWidth()).isEqualTo(sideways ? 64 : 128);
    assertThat(shown.getHeight()).isEqualTo(sideways ? 128 : 64);
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 2; column++) {
        int x = shown.getWidth() * (2 * column + 1) / 4;
        int y = shown.getHeight() * (2 * row + 1) / 4;
        Color colour = new Color(shown.getRGB(x, y));
        boolean red = colour.getRed() > 200 && colour.getBlue() < 80;
        assertThat(red).isEqualTo(column == redColumn && row == redRow);
      }
    }
  }

  @Test
  void aLargePictureIsSampledToTheBound() throws IOException {
    BufferedImage large = new BufferedImage(12_000, 4_000, BufferedImage.TYPE_BYTE_BINARY);
    Path file = folder.resolve("large.png");
    Files.write(file, PictureWriter.png(large));
    BufferedImage shown = PictureReader.read(file, 300);
    assertThat(shown.getWidth()).isEqualTo(300);
    assertThat(shown.getHeight()).isEqualTo(100);
  }

  @Test
  void transparentPixelsAreShownOnWhite() throws IOException {
    BufferedImage clear = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
    Path file = folder.resolve("clear.png");
    Files.write(file, PictureWriter.png(clear));
    assertThat(PictureReader.read(file, 10).getRGB(1, 1)).isEqualTo(Color.WHITE.getRGB());
  }

  @Test
  void aStretchedPictureIsShownAsTheAnalysesSawIt() throws IOException {
    BufferedImage thermal = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
    thermal.getRaster().setPixels(0, 0, 4, 1, new int[] {0, 29100, 30025, 65535});
    Path file = folder.resolve("thermal.png");
    ImageIO.write(thermal, "png", file.toFile());
    BufferedImage shown = PictureReader.read(file, 10, Optional.of(new LevelRange(29100, 30950)));
    assertThat(shown.getRGB(0, 0, 4, 1, null, 0, 4))
        .containsExactly(0xff000000, 0xff000000, 0xff7f7f7f, 0xffffffff);
  }

  @Test
  void aFileThatIsNoPictureIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("a.png"), "no picture");
    assertThatThrownBy(() -> PictureReader.read(file, 10)).isInstanceOf(IOException.class);
  }

  private Path jpeg(int orientation) throws IOException {
    BufferedImage stored = new BufferedImage(128, 64, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = stored.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, 128, 64);
    g.setColor(Color.RED);
    g.fillRect(0, 0, 64, 32);
    g.dispose();
    byte[] plain = PictureWriter.jpeg(stored, 0.95f);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(plain, 0, 2);
    file.write(HexFormat.of().parseHex(EXIF.formatted(orientation).replace(" ", "")));
    file.write(plain, 2, plain.length - 2);
    return Files.write(folder.resolve("o" + orientation + ".jpg"), file.toByteArray());
  }
}
