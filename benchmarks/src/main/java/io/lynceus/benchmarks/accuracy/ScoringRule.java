package io.lynceus.benchmarks.accuracy;

import java.util.Optional;

/**
 * What is asked of detections.
 *
 * @param label only this class; empty means all
 * @param minOverlap least intersection over union at which a detection meets a label, 0 to 1
 * @param minSide labels with a shorter side of fewer pixels are ignored
 * @param minScore detections below are left out, 0 to 1
 */
record ScoringRule(Optional<String> label, double minOverlap, double minSide, double minScore) {

  boolean asksFor(String other) {
    return label.isEmpty() || label.get().equals(other);
  }
}
