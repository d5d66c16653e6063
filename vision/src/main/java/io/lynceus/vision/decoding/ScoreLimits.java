package io.lynceus.vision.decoding;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** What counts of what a network finds in one picture. Immutable. */
public final class ScoreLimits {
  private final float[] least;
  private final float lowest;
  private final double maxOverlap;

  private ScoreLimits(float[] least, double maxOverlap) {
    this.least = least;
    this.maxOverlap = maxOverlap;
    float min = Float.POSITIVE_INFINITY;
    for (float score : least) {
      min = Math.min(min, score);
    }
    this.lowest = min;
  }

  /**
   * The same limit for everything.
   *
   * @param minScore what scores below is left out, 0 to 1
   * @param maxOverlap of two boxes of one label that overlap more (intersection over union), the
   *     better is kept
   */
  public static ScoreLimits of(double minScore, double maxOverlap) {
    return new ScoreLimits(new float[] {atLeast(minScore)}, maxOverlap);
  }

  /**
   * A limit for each label.
   *
   * @param labels by the number of their class
   * @param minScore of a label; positive infinity for one that is not looked for
   * @param maxOverlap as above
   */
  public static ScoreLimits of(
      List<String> labels, ToDoubleFunction<String> minScore, double maxOverlap) {
    float[] least = new float[labels.size()];
    for (int i = 0; i < least.length; i++) {
      least[i] = atLeast(minScore.applyAsDouble(labels.get(i)));
    }
    return new ScoreLimits(least, maxOverlap);
  }

  /** The same with other least scores: what the operator makes of each of at most 1. */
  ScoreLimits with(DoubleUnaryOperator change) {
    float[] changed = new float[least.length];
    for (int i = 0; i < least.length; i++) {
      changed[i] = least[i] <= 1 ? (float) change.applyAsDouble(least[i]) : least[i];
    }
    return new ScoreLimits(changed, maxOverlap);
  }

  /** The least float that is not below the number. */
  private static float atLeast(double number) {
    float near = (float) number;
    return near < number ? Math.nextUp(near) : near;
  }

  /** The least score of a class. */
  float least(int label) {
    return least[least.length == 1 ? 0 : label];
  }

  /** The least score of all classes; positive infinity when none is looked for. */
  float lowest() {
    return lowest;
  }

  double maxOverlap() {
    return maxOverlap;
  }
}
