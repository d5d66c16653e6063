package io.lynceus.benchmarks.accuracy;

/**
 * What became of detections and labels.
 *
 * @param found labels that a detection met
 * @param falseAlarms detections that met no label
 * @param missed labels that no detection met
 */
record Score(int found, int falseAlarms, int missed) {
  static final Score NONE = new Score(0, 0, 0);

  Score plus(Score other) {
    return new Score(found + other.found, falseAlarms + other.falseAlarms, missed + other.missed);
  }

  /** Part of the detections that is right, 0 to 1; 0 without detections. */
  double precision() {
    return found + falseAlarms == 0 ? 0 : (double) found / (found + falseAlarms);
  }

  /** Part of the labels that is found, 0 to 1; 0 without labels. */
  double recall() {
    return found + missed == 0 ? 0 : (double) found / (found + missed);
  }

  /** Harmonic mean of precision and recall. */
  double f1() {
    double sum = precision() + recall();
    return sum == 0 ? 0 : 2 * precision() * recall() / sum;
  }
}
