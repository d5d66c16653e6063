package io.lynceus.vision.decoding;

import io.lynceus.model.Box;
import io.lynceus.model.Findings.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** How far boxes cover each other, and the thinning of those that mean the same thing. */
public final class Overlap {
  private Overlap() {}

  /** Intersection over union, 0 to 1; 0 for boxes without area. */
  public static double ofUnion(Box a, Box b) {
    return a.overlapOfUnion(b);
  }

  /** Intersection over the smaller box's area, 0 to 1; 0 for boxes without area. */
  public static double ofSmaller(Box a, Box b) {
    return a.overlapOfSmaller(b);
  }

  /**
   * Non-maximum suppression: goes through the detections in their order and keeps each that is not
   * the same as one kept before.
   *
   * @param detections best first
   */
  public static <T> List<T> suppress(List<T> detections, BiPredicate<T, T> same) {
    List<T> kept = new ArrayList<>();
    for (T detection : detections) {
      if (kept.stream().noneMatch(better -> same.test(better, detection))) {
        kept.add(detection);
      }
    }
    return kept;
  }

  /**
   * Of boxes of one label that overlap too far, keeps the best; of all, the best {@link
   * BestScores#MAX}.
   *
   * @param detections best first
   */
  static List<Detection> suppress(List<Detection> detections, ScoreLimits limits) {
    List<Detection> kept =
        suppress(
            detections,
            (better, other) ->
                better.label().equals(other.label())
                    && ofUnion(better.box(), other.box()) > limits.maxOverlap());
    return kept.size() <= BestScores.MAX ? kept : List.copyOf(kept.subList(0, BestScores.MAX));
  }
}
