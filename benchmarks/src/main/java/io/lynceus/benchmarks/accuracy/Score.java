package io.lynceus.benchmarks.accuracy;

/**
 * Counts of matched detections and labels.
 *
 * @param found labels matched by a detection
 * @param falseAlarms detections that match no label
 * @param missed labels that no detection matches
 */
record Score(int found, int falseAlarms, int missed) {
  static final Score NONE = new Score(0, 0, 0);

  Score plus(Score other) {
    return new Score(found + other.found, falseAlarms + other.falseAlarms, missed + other.missed);
  }

  /** The share of correct detections, 0 to 1; 0 without detections. */
  double precision() {
    return found + falseAlarms == 0 ? 0 : (double) found / (found + falseAlarms);
  }

  /** The share of labels found, 0 to 1; 0 without labels. */
  double recall() {
    return found + missed == 0 ? 0 : (double) found / (found + missed);
  }

  /** The harmonic mean of precision and recall. */
  double f1() {
    double sum = precision() + recall();
    return sum == 0 ? 0 : 2 * precision() * recall() / sum;
  }
}
