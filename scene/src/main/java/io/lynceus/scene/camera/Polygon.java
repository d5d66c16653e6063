package io.lynceus.scene.camera;

import java.util.List;

/**
 * A region of a picture: an area without holes, whose outline neither crosses nor touches itself.
 * Its last point is joined with its first.
 *
 * @param points {@value #MIN_POINTS} to {@value #MAX_POINTS}, in either direction
 */
public record Polygon(List<Vertex> points) {
  public static final int MIN_POINTS = 3;
  public static final int MAX_POINTS = 64;

  /**
   * Checks the outline.
   *
   * @throws IllegalArgumentException when there are too few or too many points, or the outline
   *     crosses or touches itself; says where
   */
  public Polygon {
    points = List.copyOf(points);
    if (points.size() < MIN_POINTS || points.size() > MAX_POINTS) {
      throw new IllegalArgumentException(
          "polygon has " + MIN_POINTS + " to " + MAX_POINTS + " points, not " + points.size());
    }
    checkOutline(points);
  }

  private static void checkOutline(List<Vertex> points) {
    int count = points.size();
    if (points.get(0).equals(points.get(count - 1))) {
      throw new IllegalArgumentException(
          "polygon has its first point twice: leave out the last, as the outline closes by itself");
    }
    for (int i = 0; i < count; i++) {
      Vertex start = points.get(i);
      Vertex end = points.get((i + 1) % count);
      if (start.equals(end)) {
        throw new IllegalArgumentException("polygon has the point " + start + " twice in a row");
      }
      Vertex next = points.get((i + 2) % count);
      if (turn(start, end, next) == 0 && isWithin(end, next, start, end)) {
        throw new IllegalArgumentException("polygon turns back on itself at " + end);
      }
      for (int j = i + 2; j < count; j++) {
        boolean neighbours = (j + 1) % count == i;
        if (!neighbours && meet(start, end, points.get(j), points.get((j + 1) % count))) {
          throw new IllegalArgumentException(
              "polygon crosses itself between "
                  + start
                  + " and "
                  + end
                  + ": give its points in the order of its outline");
        }
      }
    }
  }

  /** Whether {@code c} lies left (positive), right (negative) or on the line from a to b (0). */
  private static double turn(Vertex a, Vertex b, Vertex c) {
    return (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
  }

  /** Of an edge and the next one on the same line: whether the next one runs back. */
  private static boolean isWithin(Vertex from, Vertex to, Vertex start, Vertex end) {
    return (to.x() - from.x()) * (end.x() - start.x()) + (to.y() - from.y()) * (end.y() - start.y())
        < 0;
  }

  private static boolean meet(Vertex a, Vertex b, Vertex c, Vertex d) {
    double abc = turn(a, b, c);
    double abd = turn(a, b, d);
    double cda = turn(c, d, a);
    double cdb = turn(c, d, b);
    if (Math.signum(abc) * Math.signum(abd) < 0 && Math.signum(cda) * Math.signum(cdb) < 0) {
      return true;
    }
    return (abc == 0 && inRange(a, b, c))
        || (abd == 0 && inRange(a, b, d))
        || (cda == 0 && inRange(c, d, a))
        || (cdb == 0 && inRange(c, d, b));
  }

  private static boolean inRange(Vertex a, Vertex b, Vertex c) {
    return Math.min(a.x(), b.x()) <= c.x()
        && c.x() <= Math.max(a.x(), b.x())
        && Math.min(a.y(), b.y()) <= c.y()
        && c.y() <= Math.max(a.y(), b.y());
  }
}
