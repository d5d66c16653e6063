package io.lynceus.vision.network;

import java.util.Set;

/**
 * How the size of a box corrects its score. Of what a network finds with the same score, large
 * things are there more often than small ones. So the odds of a score, s / (1 - s), are multiplied
 * with (size / side) ^ weight: a box of that side keeps its score.
 *
 * <p>It is a logistic regression of "there or not" on the score's logit and the size's logarithm;
 * {@code docs/performance.md} has its measurements.
 *
 * @param side {@code score-by-size.side}: the square root of a box's area, in pixels of the input,
 *     at which the score stays, 1 to 2048
 * @param weight {@code score-by-size.weight}: how much the size counts, 0 to 2
 * @param notLowered {@code score-by-size.not-lowered}: labels of which small ones keep their score
 */
public record ScoreBySize(double side, double weight, Set<String> notLowered) {
  public static final double GREATEST_SIDE = 2048;
  public static final double GREATEST_WEIGHT = 2;

  public ScoreBySize {
    notLowered = Set.copyOf(notLowered);
  }

  /**
   * What the odds of a score are multiplied with.
   *
   * @param size the square root of the box's area, in pixels of the input, above 0
   */
  public double factor(String label, double size) {
    double factor = factor(size);
    return notLowered.contains(label) ? Math.max(1, factor) : factor;
  }

  /** The same for labels of which small ones do not keep their score. */
  public double factor(double size) {
    return Math.pow(size / side, weight);
  }

  /**
   * The score whose odds are those of another one, multiplied.
   *
   * @param score 0 to 1, both of which stay
   * @param factor above 0
   */
  public static double multiplied(double score, double factor) {
    return score * factor / (1 - score + score * factor);
  }
}
