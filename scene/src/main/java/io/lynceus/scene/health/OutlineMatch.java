package io.lynceus.scene.health;

import static io.lynceus.model.cameras.SceneStatistics.OUTLINE_HEIGHT;
import static io.lynceus.model.cameras.SceneStatistics.OUTLINE_WIDTH;

import java.util.function.IntPredicate;

/**
 * How well the outline of a still agrees with that of a view. Blocks are compared one by one by
 * their normalised cross-correlation, so that people in front of the scene change a few blocks and
 * a camera that was turned changes nearly all; then the whole is tried at small shifts.
 *
 * @param blocks of the view that have something in them
 * @param share of these that the still agrees with, 0 to 1; 0 if there are none. Blocks in which
 *     the still has nothing are left out, unless they are most: something even stands before them
 * @param across how far the still is shifted to the right, as a part of the width
 * @param down how far the still is shifted down, as a part of the height
 * @param gain how much better the still agrees at that shift than at none, as a difference of
 *     correlations
 */
record OutlineMatch(int blocks, double share, double across, double down, double gain) {
  private static final int BLOCK = 5;

  private static final int ACROSS = OUTLINE_WIDTH / BLOCK;

  /** The blocks, row by row. */
  static final int BLOCKS = ACROSS * (OUTLINE_HEIGHT / BLOCK);

  /** Around a block, what is compared too. */
  private static final int BORDER = 1;

  /** A block of the view with a smaller standard deviation has nothing in it to compare. */
  private static final double LEAST_DEVIATION = 5;

  private static final double AGREES = 0.5;

  /** Part of the blocks before which something may stand. */
  private static final double MOST_HIDDEN = 0.6;

  private static final int FARTHEST = 6;
  private static final int SMOOTHED = 2;

  /**
   * Compares.
   *
   * @param counts whether a block of the view, 0 to {@link #BLOCKS}, stands still there
   */
  static OutlineMatch of(float[] view, float[] still, IntPredicate counts) {
    int blocks = 0;
    int agree = 0;
    int hidden = 0;
    for (int i = 0; i < BLOCKS; i++) {
      Correlation block = block(i, view, still);
      if (counts.test(i) && block.deviationOfFirst() >= LEAST_DEVIATION) {
        blocks++;
        boolean agrees = block.value() >= AGREES;
        agree += agrees ? 1 : 0;
        hidden += !agrees && block.deviationOfSecond() < LEAST_DEVIATION ? 1 : 0;
      }
    }
    int seen = hidden <= MOST_HIDDEN * blocks ? blocks - hidden : blocks;
    return shifted(blocks, seen == 0 ? 0 : (double) agree / seen, view, still);
  }

  /** Whether a block has something in it that view and still both show. */
  static boolean isShown(int number, float[] view, float[] still) {
    Correlation block = block(number, view, still);
    return block.deviationOfFirst() >= LEAST_DEVIATION
        && block.deviationOfSecond() >= LEAST_DEVIATION
        && block.value() >= AGREES;
  }

  private static Correlation block(int number, float[] view, float[] still) {
    int left = number % ACROSS * BLOCK;
    int top = number / ACROSS * BLOCK;
    Correlation block = new Correlation();
    block.add(
        view,
        still,
        Math.max(0, left - BORDER),
        Math.max(0, top - BORDER),
        Math.min(OUTLINE_WIDTH, left + BLOCK + BORDER),
        Math.min(OUTLINE_HEIGHT, top + BLOCK + BORDER),
        0,
        0);
    return block;
  }

  private static OutlineMatch shifted(int blocks, double share, float[] view, float[] still) {
    float[] first = detailOf(view);
    float[] second = detailOf(still);
    int side = 2 * FARTHEST + 1;
    double[] values = new double[side * side];
    int best = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = at(first, second, i % side - FARTHEST, i / side - FARTHEST);
      best = values[i] > values[best] ? i : best;
    }
    int x = best % side;
    int y = best / side;
    double across = x - FARTHEST + (x == 0 || x == side - 1 ? 0 : peak(values, best, 1));
    double down = y - FARTHEST + (y == 0 || y == side - 1 ? 0 : peak(values, best, side));
    int none = FARTHEST * side + FARTHEST;
    return new OutlineMatch(
        blocks, share, across / OUTLINE_WIDTH, down / OUTLINE_HEIGHT, values[best] - values[none]);
  }

  /** The top of a parabola through three values, relative to the middle one, -0.5 to 0.5. */
  private static double peak(double[] values, int at, int step) {
    double before = values[at - step];
    double after = values[at + step];
    double bend = before - 2 * values[at] + after;
    return bend >= 0 ? 0 : Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend)));
  }

  private static double at(float[] first, float[] second, int across, int down) {
    Correlation all = new Correlation();
    all.add(
        first,
        second,
        Math.max(0, -across),
        Math.max(0, -down),
        Math.min(OUTLINE_WIDTH, OUTLINE_WIDTH - across),
        Math.min(OUTLINE_HEIGHT, OUTLINE_HEIGHT - down),
        across,
        down);
    return all.value();
  }

  /** What is left when the mean of the neighbourhood is taken away. */
  private static float[] detailOf(float[] outline) {
    float[] detail = new float[outline.length];
    for (int y = 0; y < OUTLINE_HEIGHT; y++) {
      for (int x = 0; x < OUTLINE_WIDTH; x++) {
        double sum = 0;
        int count = 0;
        for (int v = Math.max(0, y - SMOOTHED);
            v <= Math.min(OUTLINE_HEIGHT - 1, y + SMOOTHED);
            v++) {
          for (int u = Math.max(0, x - SMOOTHED);
              u <= Math.min(OUTLINE_WIDTH - 1, x + SMOOTHED);
              u++) {
            sum += outline[v * OUTLINE_WIDTH + u];
            count++;
          }
        }
        detail[y * OUTLINE_WIDTH + x] = (float) (outline[y * OUTLINE_WIDTH + x] - sum / count);
      }
    }
    return detail;
  }

  /** Sums for a normalised cross-correlation. */
  private static final class Correlation {
    private double count;
    private double first;
    private double second;
    private double firstSquares;
    private double secondSquares;
    private double products;

    /** Adds an area of the first, and the same area of the second at that shift. */
    void add(float[] one, float[] other, int left, int top, int right, int bottom, int dx, int dy) {
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          double a = one[y * OUTLINE_WIDTH + x];
          double b = other[(y + dy) * OUTLINE_WIDTH + x + dx];
          count++;
          first += a;
          second += b;
          firstSquares += a * a;
          secondSquares += b * b;
          products += a * b;
        }
      }
    }

    double deviationOfFirst() {
      return deviation(first, firstSquares);
    }

    double deviationOfSecond() {
      return deviation(second, secondSquares);
    }

    private double deviation(double sum, double squares) {
      return Math.sqrt(Math.max(0, squares / count - sum * sum / (count * count)));
    }

    /** -1 to 1; 0 where one of the two is even. */
    double value() {
      double spread =
          (firstSquares - first * first / count) * (secondSquares - second * second / count);
      return spread <= 1e-6 ? 0 : (products - first * second / count) / Math.sqrt(spread);
    }
  }
}
