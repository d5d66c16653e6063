package io.lynceus.model;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a client asked of the analyses of one image.
 *
 * @param edgesPng whether {@code edges} returns its edge map
 * @param labels only objects of these labels are reported; empty means all. At most {@link
 *     #MAX_LABELS}, each at most {@link #MAX_LABEL_LENGTH} characters
 * @param minScore objects and faces below this score, 0 to 1, are not reported; empty means the
 *     slave's setting
 */
public record UnitOptions(boolean edgesPng, List<String> labels, OptionalDouble minScore) {
  public static final int MAX_LABELS = 100;
  public static final int MAX_LABEL_LENGTH = 64;

  /** Nothing asked: edges as numbers, all labels, the slave's own scores. */
  public static final UnitOptions DEFAULT =
      new UnitOptions(false, List.of(), OptionalDouble.empty());

  public UnitOptions {
    labels = List.copyOf(labels);
    if (labels.size() > MAX_LABELS) {
      throw new IllegalArgumentException("more than " + MAX_LABELS + " labels");
    }
    for (String label : labels) {
      if (label.length() > MAX_LABEL_LENGTH) {
        throw new IllegalArgumentException("a label of more than 64 characters");
      }
    }
    if (minScore.isPresent() && !(minScore.getAsDouble() >= 0 && minScore.getAsDouble() <= 1)) {
      throw new IllegalArgumentException("min-score is a number from 0 to 1");
    }
    if (minScore.isPresent() && minScore.getAsDouble() == 0) {
      minScore = OptionalDouble.of(0); // minus zero would be another option
    }
  }
}
