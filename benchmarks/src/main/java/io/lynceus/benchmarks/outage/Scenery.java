package io.lynceus.benchmarks.outage;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Stills in which a person comes and goes: the rocket of the samples, and at times the astronaut in
 * front of it. No two files are the same: a comment in each has its number. Thread-safe.
 */
final class Scenery {
  /** Stills of a camera from one arrival to the next. */
  static final int PERIOD = 14;

  /** So many of them show the person. */
  static final int VISIT = 5;

  private static final int SIDE = 240;
  private static final int PLACES = 3;
  private static final int NOISES = 4;
  private static final int NOISE = 6;
  private static final int START_BYTES = 2; // FF D8
  private static final int COMMENT_BYTES = 2 + 2 + Long.BYTES;
  private static final short COMMENT = (short) 0xFFFE;

  private final List<byte[]> empty = new ArrayList<>();

  /** By the place of the person, then by the noise. */
  private final List<List<byte[]>> visited = new ArrayList<>();

  /** Draws the stills of the pictures in that folder. */
  Scenery(Path samples) throws IOException {
    BufferedImage background = ImageIO.read(samples.resolve("rocket.jpg").toFile());
    BufferedImage person = ImageIO.read(samples.resolve("astronaut.png").toFile());
    Random random = new Random(1);
    for (int place = 0; place < PLACES; place++) {
      List<byte[]> here = new ArrayList<>();
      for (int i = 0; i < NOISES; i++) {
        BufferedImage still = noisy(background, random);
        int left = 20 + place * (still.getWidth() - SIDE - 40) / (PLACES - 1);
        Graphics2D pen = still.createGraphics();
        pen.drawImage(person, left, still.getHeight() - SIDE, SIDE, SIDE, null);
        pen.dispose();
        here.add(jpeg(still));
      }
      visited.add(here);
    }
    for (int i = 0; i < NOISES; i++) {
      empty.add(jpeg(noisy(background, random)));
    }
  }

  private static BufferedImage noisy(BufferedImage from, Random random) {
    BufferedImage still =
        new BufferedImage(from.getWidth(), from.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < from.getHeight(); y++) {
      for (int x = 0; x < from.getWidth(); x++) {
        int rgb = from.getRGB(x, y);
        int more = random.nextInt(NOISE);
        still.setRGB(
            x,
            y,
            Math.min(255, (rgb >> 16 & 255) + more) << 16
                | Math.min(255, (rgb >> 8 & 255) + more) << 8
                | Math.min(255, (rgb & 255) + more));
      }
    }
    return still;
  }

  private static byte[] jpeg(BufferedImage still) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(still, "jpg", file);
    return file.toByteArray();
  }

  /**
   * A still.
   *
   * @param camera from 0; others come at other times
   * @param number of the camera's stills, from 0
   */
  byte[] still(int camera, long number) {
    long shifted = number + camera * 3L;
    int noise = (int) (shifted % NOISES);
    boolean visit = shifted % PERIOD < VISIT;
    int place = (int) (shifted / PERIOD % PLACES);
    byte[] picture = visit ? visited.get(place).get(noise) : empty.get(noise);
    return ByteBuffer.allocate(picture.length + COMMENT_BYTES)
        .put(picture, 0, START_BYTES)
        .putShort(COMMENT)
        .putShort((short) (COMMENT_BYTES - 2))
        .putLong((long) camera << 48 | number)
        .put(picture, START_BYTES, picture.length - START_BYTES)
        .array();
  }
}
