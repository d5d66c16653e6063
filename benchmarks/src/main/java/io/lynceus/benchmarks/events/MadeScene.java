package io.lynceus.benchmarks.events;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Stills that show how a folder for this benchmark looks: the astronaut of the samples comes from
 * the left, stays, and goes to the right, twice.
 */
final class MadeScene {
  static final String TRUTH = "truth.csv";

  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final int SIDE = 240;
  private static final int STILLS = 240;

  /** Stills of one visit: those of the walk in, of the stay, and of the walk out. */
  private static final int WALK = 12;

  private static final int STAY = 40;
  private static final int[] VISITS = {10, 150};

  private MadeScene() {}

  /** Writes the stills and their truth. */
  static void write(Path folder, Path samples, Duration every) throws IOException {
    Files.createDirectories(folder);
    BufferedImage person = ImageIO.read(samples.resolve("astronaut.png").toFile());
    List<String> truth = new ArrayList<>(List.of(Truth.HEADER));
    Random random = new Random(1);
    for (int i = 0; i < STILLS; i++) {
      BufferedImage still = background(random);
      for (int visit = 0; visit < VISITS.length; visit++) {
        double middle = middle(i - VISITS[visit]);
        if (middle > 0 && middle < WIDTH) {
          draw(person, (int) middle, still);
          truth.add(
              String.format(
                  Locale.ROOT,
                  "visit %d,person,%.3f,%.3f,%.3f",
                  visit + 1,
                  every.toMillis() * i / 1000.0,
                  middle / WIDTH,
                  (HEIGHT - SIDE / 2.0) / HEIGHT));
        }
      }
      ImageIO.write(still, "jpg", folder.resolve(String.format("%04d.jpg", i)).toFile());
    }
    Files.write(folder.resolve(TRUTH), truth);
  }

  /** Where the middle of the visitor is in that still of the visit, pixels; outside: not there. */
  static double middle(int still) {
    double step = WIDTH / 2.0 / WALK;
    if (still < 0 || still > 2 * WALK + STAY) {
      return -1;
    }
    return step * (still <= WALK ? still : Math.max(WALK, still - STAY));
  }

  private static BufferedImage background(Random random) {
    BufferedImage still = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int grey = 120 + 60 * y / HEIGHT + random.nextInt(8);
        still.setRGB(x, y, new Color(grey, grey, grey - 10).getRGB());
      }
    }
    return still;
  }

  private static void draw(BufferedImage person, int middle, BufferedImage still) {
    Graphics2D graphics = still.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(person, middle - SIDE / 2, HEIGHT - SIDE, SIDE, SIDE, null);
    graphics.dispose();
  }
}
