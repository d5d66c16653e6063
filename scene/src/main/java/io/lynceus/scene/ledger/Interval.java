package io.lynceus.scene.ledger;

/**
 * How many there were, if so many were counted: the numbers for which the count lies within the
 * spread of what would be counted. Of each that really was, a part is missed, and another one is
 * counted in excess; both vary as in a Poisson process, and a bit more, because groups are missed
 * together.
 *
 * @param low at least 0
 * @param high at least {@code low}
 */
public record Interval(int low, int high) {
  /** In standard deviations: 95 of 100. */
  private static final double WIDTH = 1.96;

  /** How much more the counts vary than those of single walkers. */
  private static final double GROUPS = 1.5;

  /** Where more is missed, a count says nothing. */
  static final double MOST_MISSED = 0.95;

  /**
   * What a count says.
   *
   * @param counted at least 0
   * @param doubtful how many of them could have been nobody's, or somebody's who went elsewhere
   * @param missed the part that is not counted, 0 to 0.95
   * @param extra what is counted beside, as a part of what there was, at least 0
   */
  static Interval of(double counted, double doubtful, double missed, double extra) {
    double mean = 1 - missed + extra;
    double spread = spread(missed, extra);
    double most = root(spread, mean, counted + doubtful + 0.5);
    double least = root(-spread, mean, Math.max(0, counted - doubtful - 0.5));
    return new Interval((int) Math.ceil(least * least), (int) Math.floor(most * most));
  }

  /** How far a count of one may be off, to be multiplied by the root of the number. */
  static double spread(double missed, double extra) {
    return WIDTH * Math.sqrt(GROUPS * (missed * (1 - missed) + extra));
  }

  /** The positive root of mean·r² - spread·r - count. */
  private static double root(double spread, double mean, double count) {
    return (spread + Math.sqrt(spread * spread + 4 * mean * count)) / (2 * mean);
  }
}
