package io.lynceus.vision.face;

import io.lynceus.model.Point;
import java.util.List;
import java.util.Optional;

/**
 * Turns, scales and moves points of a plane: (x, y) becomes (a·x - b·y + dx, b·x + a·y + dy).
 *
 * <p>Source of {@link #between}: Umeyama, "Least-Squares Estimation of Transformation Parameters
 * Between Two Point Patterns", IEEE PAMI 13(4), 1991; in a plane and without reflections it has
 * this closed form.
 */
public record Similarity(double a, double b, double dx, double dy) {
  private static final double LEAST_SPREAD = 1e-6;

  /**
   * The one that brings points nearest to others, by the sum of the squared distances.
   *
   * @param to as many points
   * @return empty when the points are all in one place
   */
  public static Optional<Similarity> between(List<Point> from, List<Point> to) {
    Point middle = mean(from);
    Point target = mean(to);
    double spread = 0;
    double dot = 0;
    double cross = 0;
    for (int i = 0; i < from.size(); i++) {
      double x = from.get(i).x() - middle.x();
      double y = from.get(i).y() - middle.y();
      double u = to.get(i).x() - target.x();
      double v = to.get(i).y() - target.y();
      spread += x * x + y * y;
      dot += x * u + y * v;
      cross += x * v - y * u;
    }
    if (!(spread > LEAST_SPREAD) || !(Math.hypot(dot, cross) > LEAST_SPREAD)) {
      return Optional.empty();
    }
    double a = dot / spread;
    double b = cross / spread;
    return Optional.of(
        new Similarity(
            a,
            b,
            target.x() - a * middle.x() + b * middle.y(),
            target.y() - b * middle.x() - a * middle.y()));
  }

  private static Point mean(List<Point> points) {
    double x = 0;
    double y = 0;
    for (Point point : points) {
      x += point.x();
      y += point.y();
    }
    return new Point((float) (x / points.size()), (float) (y / points.size()));
  }

  /** By how much it makes things larger. */
  public double scale() {
    return Math.hypot(a, b);
  }

  /** Where it brings a point. */
  public Point apply(double x, double y) {
    return new Point((float) (a * x - b * y + dx), (float) (b * x + a * y + dy));
  }

  /** Where a point came from. */
  public Point origin(double x, double y) {
    double square = a * a + b * b;
    double u = x - dx;
    double v = y - dy;
    return new Point((float) ((a * u + b * v) / square), (float) ((a * v - b * u) / square));
  }

  /**
   * This, of a picture that was cut out of the other and made smaller.
   *
   * @param left column of the other where it begins
   * @param top row of the other where it begins
   * @param times smaller, by the mean of that many pixels each way
   */
  Similarity ofPart(int left, int top, int times) {
    double x = left + (times - 1) / 2.0; // the middle of the first pixel
    double y = top + (times - 1) / 2.0;
    return new Similarity(a * times, b * times, a * x - b * y + dx, b * x + a * y + dy);
  }
}
