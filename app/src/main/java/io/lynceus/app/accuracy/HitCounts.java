package io.lynceus.app.accuracy;

import java.util.Optional;

/**
 * Counts of matched findings and labels.
 *
 * @param found labels that a finding matches
 * @param falseAlarms findings that match no label
 * @param missed labels that no finding matches
 */
record HitCounts(int found, int falseAlarms, int missed) {
  static final HitCounts NONE = new HitCounts(0, 0, 0);

  HitCounts plus(HitCounts other) {
    return new HitCounts(
        found + other.found, falseAlarms + other.falseAlarms, missed + other.missed);
  }

  /** Labels that count. */
  int truth() {
    return found + missed;
  }

  int errors() {
    return falseAlarms + missed;
  }

  /** The share of the findings that are right, 0 to 1; empty without findings. */
  Optional<Double> precision() {
    return share(found, found + falseAlarms);
  }

  /** The share of the labels that are found, 0 to 1; empty without labels. */
  Optional<Double> recall() {
    return share(found, truth());
  }

  private static Optional<Double> share(int part, int whole) {
    return whole == 0 ? Optional.empty() : Optional.of((double) part / whole);
  }
}
