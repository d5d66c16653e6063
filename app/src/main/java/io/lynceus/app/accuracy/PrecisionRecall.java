package io.lynceus.app.accuracy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The precision and the recall that each threshold would give.
 *
 * @param points one for each score that occurs, the highest first; none without labels
 * @param averagePrecision the area under the curve, 0 to 1; empty without labels. Of all points,
 *     interpolated: the precision at a recall is the highest at that recall or a higher one, as in
 *     Pascal VOC since 2010
 * @see <a href="http://host.robots.ox.ac.uk/pascal/VOC/voc2012/htmldoc/index.html">VOC, 3.4.1</a>
 */
record PrecisionRecall(List<Point> points, Optional<Double> averagePrecision) {

  /** With a threshold of that score. */
  record Point(double recall, double precision, float score) {}

  /**
   * The curve.
   *
   * @param truth the number of labels that count
   */
  static PrecisionRecall of(ScoredHits hits, int truth) {
    if (truth == 0) {
      return new PrecisionRecall(List.of(), Optional.empty());
    }
    List<Point> points = new ArrayList<>();
    int[] order = hits.bestFirst();
    int right = 0;
    for (int i = 0; i < order.length; i++) {
      right += hits.isHit(order[i]) ? 1 : 0;
      boolean last = i + 1 == order.length;
      // Findings of one score are all above a threshold, or none of them is.
      if (last || hits.score(order[i + 1]) != hits.score(order[i])) {
        points.add(
            new Point((double) right / truth, (double) right / (i + 1), hits.score(order[i])));
      }
    }
    return new PrecisionRecall(List.copyOf(points), Optional.of(area(points)));
  }

  private static double area(List<Point> points) {
    double area = 0;
    double highest = 0;
    for (int i = points.size() - 1; i >= 0; i--) {
      highest = Math.max(highest, points.get(i).precision());
      double before = i == 0 ? 0 : points.get(i - 1).recall();
      area += (points.get(i).recall() - before) * highest;
    }
    return area;
  }

  /** The interpolated curve: where its steps end, recall growing. */
  List<Point> envelope() {
    ArrayDeque<Point> steps = new ArrayDeque<>();
    for (int i = points.size() - 1; i >= 0; i--) {
      Point point = points.get(i);
      Point next = steps.peekFirst();
      if (next == null || point.precision() > next.precision()) {
        if (next != null && point.recall() == next.recall()) {
          steps.removeFirst();
        }
        steps.addFirst(point);
      }
    }
    return List.copyOf(steps);
  }
}
