package io.lynceus.benchmarks.accuracy;

import java.util.Optional;

/**
 * The rules by which detections are scored.
 *
 * @param label only this class; empty means all
 * @param minOverlap the least intersection over union with which a detection matches a label, 0 to
 *     1
 * @param minSide labels with a shorter side of fewer pixels are ignored
 * @param minScore detections with a lower score are ignored, 0 to 1
 */
record ScoringRule(Optional<String> label, double minOverlap, double minSide, double minScore) {

  boolean asksFor(String other) {
    return label.isEmpty() || label.get().equals(other);
  }
}
