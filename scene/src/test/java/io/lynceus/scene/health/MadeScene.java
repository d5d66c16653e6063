package io.lynceus.scene.health;

import static io.lynceus.model.cameras.SceneStatistics.CELLS;
import static io.lynceus.model.cameras.SceneStatistics.OUTLINE_HEIGHT;
import static io.lynceus.model.cameras.SceneStatistics.OUTLINE_WIDTH;

import io.lynceus.model.FloatVector;
import io.lynceus.model.cameras.SceneStatistics;
import java.util.Arrays;
import java.util.Random;

/** Measures of stills that there never were: a scene of its own for each seed. */
record MadeScene(
    long seed, double brightness, double bright, double colour, double coarse, double fine, int x) {
  private static final int MARGIN = 10;

  /** A scene by day. */
  static MadeScene of(long seed) {
    return new MadeScene(seed, 120, 0, 40, 1, 1, 0);
  }

  MadeScene withBrightness(double other) {
    return new MadeScene(seed, other, bright, colour, coarse, fine, x);
  }

  MadeScene withBright(double other) {
    return new MadeScene(seed, brightness, other, colour, coarse, fine, x);
  }

  MadeScene grey() {
    return new MadeScene(seed, brightness, bright, 0.5, coarse, fine, x);
  }

  MadeScene withDetail(double otherCoarse, double otherFine) {
    return new MadeScene(seed, brightness, bright, colour, otherCoarse, otherFine, x);
  }

  MadeScene shifted(int cells) {
    return new MadeScene(seed, brightness, bright, colour, coarse, fine, cells);
  }

  /**
   * The measures.
   *
   * @param still its noise: stills of one number have the same pixels
   */
  SceneStatistics still(int still) {
    int width = OUTLINE_WIDTH + 2 * MARGIN;
    Random scene = new Random(seed);
    float[] field = new float[width * OUTLINE_HEIGHT];
    for (int i = 0; i < field.length; i++) {
      field[i] = scene.nextInt(8) == 0 ? 160 : 20;
    }
    Random noise = new Random(still);
    float[] outline = new float[OUTLINE_WIDTH * OUTLINE_HEIGHT];
    for (int y = 0; y < OUTLINE_HEIGHT; y++) {
      for (int x = 0; x < OUTLINE_WIDTH; x++) {
        float value = field[y * width + x + MARGIN - this.x] * (float) Math.min(1, coarse);
        outline[y * OUTLINE_WIDTH + x] = Math.round(value + 4 * noise.nextFloat());
      }
    }
    float[] prints = new float[CELLS * CELLS];
    for (int i = 0; i < prints.length; i++) {
      prints[i] = 1 + noise.nextInt(1 << 23);
    }
    return new SceneStatistics(
        brightness,
        40,
        0,
        bright,
        colour,
        new FloatVector(outline),
        cells(8 * coarse),
        cells(6 * fine),
        new FloatVector(prints));
  }

  private static FloatVector cells(double value) {
    float[] cells = new float[CELLS * CELLS];
    Arrays.fill(cells, (float) value);
    return new FloatVector(cells);
  }
}
