package io.lynceus.cluster;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import javax.imageio.ImageIO;

/**
 * JPEG files of coloured rectangles, 640 × 480 pixels, by number. Each number gives a different
 * file: a comment in it holds the number. Thread-safe.
 */
public final class ReferenceImages implements LongFunction<byte[]> {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final int PICTURES = 8;
  private static final int RECTANGLES = 30;
  private static final int START_BYTES = 2; // FF D8
  private static final int COMMENT_BYTES = 2 + 2 + Long.BYTES;
  private static final short COMMENT = (short) 0xFFFE;

  private final List<byte[]> pictures = new ArrayList<>();

  /** Draws the pictures. */
  public ReferenceImages() {
    for (int i = 0; i < PICTURES; i++) {
      pictures.add(draw(new Random(i)));
    }
  }

  @Override
  public byte[] apply(long number) {
    byte[] picture = pictures.get((int) (number % PICTURES));
    return ByteBuffer.allocate(picture.length + COMMENT_BYTES)
        .put(picture, 0, START_BYTES)
        .putShort(COMMENT)
        .putShort((short) (COMMENT_BYTES - 2))
        .putLong(number)
        .put(picture, START_BYTES, picture.length - START_BYTES)
        .array();
  }

  private static byte[] draw(Random random) {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    for (int i = 0; i < RECTANGLES; i++) {
      pen.setColor(new Color(random.nextInt(1 << 24)));
      pen.fillRect(
          random.nextInt(WIDTH),
          random.nextInt(HEIGHT),
          1 + random.nextInt(WIDTH / 2),
          1 + random.nextInt(HEIGHT / 2));
    }
    pen.dispose();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "jpeg", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }
}
