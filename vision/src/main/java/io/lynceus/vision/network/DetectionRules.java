package io.lynceus.vision.network;

import java.util.Map;
import java.util.Optional;

/**
 * What counts of what a network finds. The settings of an analysis may say otherwise.
 *
 * @param minScore {@code thresholds.default}: what scores below is not reported, 0 to 1
 * @param minScores {@code thresholds.LABEL}: the same for one label, by label
 * @param maxOverlap {@code overlap}: of two boxes of one label that overlap more (intersection over
 *     union), only the better is reported, 0 to 1
 * @param closeUps {@code close-ups}: whether the network misses what fills the picture, so that a
 *     second look at a small copy is needed
 * @param bySize {@code score-by-size}: how the size of a box corrects its score, if it does
 */
public record DetectionRules(
    double minScore,
    Map<String, Double> minScores,
    double maxOverlap,
    boolean closeUps,
    Optional<ScoreBySize> bySize) {
  public DetectionRules {
    minScores = Map.copyOf(minScores);
  }

  /** The threshold of a label. */
  public double minScore(String label) {
    return minScores.getOrDefault(label, minScore);
  }
}
