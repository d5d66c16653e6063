package io.lynceus.model.image;

/**
 * A part of the levels that 16 bits can tell apart.
 *
 * @param low the darkest level, 0 to 65,534
 * @param high the brightest level, above {@code low}, up to 65,535
 */
public record LevelRange(int low, int high) {
  /** The brightest level of all. */
  public static final int BRIGHTEST = 0xffff;

  public LevelRange {
    if (low < 0 || high <= low || high > BRIGHTEST) {
      throw new IllegalArgumentException(
          "levels are 0 to 65535, the low one first, not " + low + " to " + high);
    }
  }

  /** How far the levels are apart, at least 1. */
  public int width() {
    return high - low;
  }
}
