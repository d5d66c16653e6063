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
    double both = intersection(a, b);
    double union = area(a) + area(b) - both;
    return union > 0 ? both / union : 0;
  }

  /** Intersection over the smaller box's area, 0 to 1; 0 for boxes without area. */
  public static double ofSmaller(Box a, Box b) {
    double smaller = Math.min(area(a), area(b));
    return smaller > 0 ? intersection(a, b) / smaller : 0;
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

  private static double intersection(Box a, Box b) {
    double width = Math.min(a.x() + a.width(), b.x() + b.width()) - Math.max(a.x(), b.x());
    double height = Math.min(a.y() + a.height(), b.y() + b.height()) - Math.max(a.y(), b.y());
    return Math.max(0, width) * Math.max(0, height);
  }

  private static double area(Box box) {
    return (double) box.width() * box.height();
  }
}
