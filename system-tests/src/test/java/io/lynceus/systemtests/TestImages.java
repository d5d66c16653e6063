package io.lynceus.systemtests;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Draws pictures for tests. */
public final class TestImages {
  private TestImages() {}

  /** A JPEG of coloured rectangles, different for each seed. */
  public static byte[] jpeg(int width, int height, long seed) {
    return encode(draw(width, height, seed), "jpeg");
  }

  /** A PNG of the same rectangles. */
  public static byte[] png(int width, int height, long seed) {
    return encode(draw(width, height, seed), "png");
  }

  /** A JPEG of random grey squares: a small file with a large edge map. */
  public static byte[] mosaic(int width, int height, long seed) {
    int square = 8; // the block size of JPEG
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed);
    Graphics2D pen = picture.createGraphics();
    for (int y = 0; y < height; y += square) {
      for (int x = 0; x < width; x += square) {
        int grey = random.nextInt(256);
        pen.setColor(new Color(grey, grey, grey));
        pen.fillRect(x, y, square, square);
      }
    }
    pen.dispose();
    return encode(picture, "jpeg");
  }

  /** A JPEG of random pixels: as much detail everywhere. */
  public static byte[] noise(int width, int height, long seed) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    return encode(picture, "jpeg");
  }

  private static BufferedImage draw(int width, int height, long seed) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed);
    Graphics2D pen = picture.createGraphics();
    for (int i = 0; i < 30; i++) {
      pen.setColor(new Color(random.nextInt(1 << 24)));
      pen.fillRect(
          random.nextInt(width),
          random.nextInt(height),
          1 + random.nextInt(width / 2),
          1 + random.nextInt(height / 2));
    }
    pen.dispose();
    return picture;
  }

  private static byte[] encode(BufferedImage picture, String format) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(picture, format, file)) {
        throw new IllegalStateException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }
}
