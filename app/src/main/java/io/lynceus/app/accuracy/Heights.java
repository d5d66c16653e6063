package io.lynceus.app.accuracy;

import io.lynceus.app.truth.Region;

/**
 * Which labels count in a row, by their height in pixels; the others are ignored.
 *
 * @param from the least
 * @param below the first that is too high; {@link #NO_BOUND} for none
 */
record Heights(int from, int below) {
  static final int NO_BOUND = Integer.MAX_VALUE;

  static final Heights ALL = new Heights(0, NO_BOUND);

  static Heights from(int least) {
    return new Heights(least, NO_BOUND);
  }

  static Heights below(int bound) {
    return new Heights(0, bound);
  }

  boolean isAll() {
    return equals(ALL);
  }

  boolean contains(Region region) {
    return region.height() >= from && !isTooHigh(region);
  }

  boolean isTooHigh(Region region) {
    return below != NO_BOUND && region.height() >= below;
  }

  /** For people, after a label: {@code " ≥ 24 px"}. */
  String title() {
    return (from > 0 ? " ≥ " + from + " px" : "")
        + (below != NO_BOUND ? " < " + below + " px" : "");
  }
}
