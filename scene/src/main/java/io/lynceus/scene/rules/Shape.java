package io.lynceus.scene.rules;

import io.lynceus.scene.camera.Polygon;
import io.lynceus.scene.camera.Vertex;
import java.util.Arrays;
import java.util.List;

/**
 * A polygon, prepared for many questions. Coordinates are fractions of the picture's width and
 * height. Immutable; what is asked with NaN is answered with no.
 */
final class Shape {
  /** What lies this close to an edge lies on it: boxes have coordinates of 32 bits. */
  private static final double ON_EDGE = 1e-7;

  private final double[] x;
  private final double[] y;
  private final double left;
  private final double right;
  private final double top;
  private final double bottom;

  Shape(Polygon polygon) {
    List<Vertex> points = polygon.points();
    x = points.stream().mapToDouble(Vertex::x).toArray();
    y = points.stream().mapToDouble(Vertex::y).toArray();
    left = points.stream().mapToDouble(Vertex::x).min().orElseThrow();
    right = points.stream().mapToDouble(Vertex::x).max().orElseThrow();
    top = points.stream().mapToDouble(Vertex::y).min().orElseThrow();
    bottom = points.stream().mapToDouble(Vertex::y).max().orElseThrow();
  }

  /** Whether a place lies in the polygon or on its outline. By counting crossings of a ray. */
  boolean contains(double px, double py) {
    if (!(px >= left - ON_EDGE
        && px <= right + ON_EDGE
        && py >= top - ON_EDGE
        && py <= bottom + ON_EDGE)) {
      return false;
    }
    boolean inside = false;
    for (int i = 0, j = x.length - 1; i < x.length; j = i++) {
      if (isOnEdge(px, py, i, j)) {
        return true;
      }
      if ((y[i] > py) != (y[j] > py) && px < (x[j] - x[i]) * (py - y[i]) / (y[j] - y[i]) + x[i]) {
        inside = !inside;
      }
    }
    return inside;
  }

  private boolean isOnEdge(double px, double py, int i, int j) {
    if (px < Math.min(x[i], x[j]) - ON_EDGE
        || px > Math.max(x[i], x[j]) + ON_EDGE
        || py < Math.min(y[i], y[j]) - ON_EDGE
        || py > Math.max(y[i], y[j]) + ON_EDGE) {
      return false; // as for nearly all edges, and without a division
    }
    double dx = x[j] - x[i];
    double dy = y[j] - y[i];
    double along = ((px - x[i]) * dx + (py - y[i]) * dy) / (dx * dx + dy * dy);
    double part = Math.max(0, Math.min(1, along));
    double farX = px - (x[i] + part * dx);
    double farY = py - (y[i] + part * dy);
    return farX * farX + farY * farY <= ON_EDGE * ON_EDGE;
  }

  /**
   * The part of an upright rectangle that lies in the polygon, 0 to 1; 0 for one without area. The
   * polygon is clipped at each side of the rectangle, after Sutherland and Hodgman (1974); where it
   * is not convex, the pieces hang together by lines without area.
   */
  double partOf(double x1, double y1, double x2, double y2) {
    double area = (x2 - x1) * (y2 - y1);
    if (!(area > 0) || x1 >= right || x2 <= left || y1 >= bottom || y2 <= top) {
      return 0;
    }
    if (!hasEdgeNear(x1, y1, x2, y2)) {
      return contains(x1, y1) ? 1 : 0;
    }
    Outline clipped = new Outline(x, y);
    clipped = clipped.below(x2).swapped().below(y2).swapped();
    clipped = clipped.negated().below(-x1).swapped().below(-y1);
    return Math.min(1, clipped.area() / area);
  }

  /** Whether an edge may cross the rectangle. */
  private boolean hasEdgeNear(double x1, double y1, double x2, double y2) {
    for (int i = 0, j = x.length - 1; i < x.length; j = i++) {
      if (Math.max(x[i], x[j]) >= x1
          && Math.min(x[i], x[j]) <= x2
          && Math.max(y[i], y[j]) >= y1
          && Math.min(y[i], y[j]) <= y2) {
        return true;
      }
    }
    return false;
  }

  /** A closed line while it is clipped. */
  private static final class Outline {
    private final double[] x;
    private final double[] y;

    Outline(double[] x, double[] y) {
      this.x = x;
      this.y = y;
    }

    /** What has an x of at most {@code limit}. */
    Outline below(double limit) {
      int count = x.length;
      double[] keptX = new double[2 * count];
      double[] keptY = new double[2 * count];
      int kept = 0;
      for (int i = 0, j = count - 1; i < count; j = i++) {
        if ((x[i] <= limit) != (x[j] <= limit)) {
          keptX[kept] = limit;
          keptY[kept] = y[j] + (y[i] - y[j]) * (limit - x[j]) / (x[i] - x[j]);
          kept++;
        }
        if (x[i] <= limit) {
          keptX[kept] = x[i];
          keptY[kept] = y[i];
          kept++;
        }
      }
      return new Outline(Arrays.copyOf(keptX, kept), Arrays.copyOf(keptY, kept));
    }

    Outline swapped() {
      return new Outline(y, x);
    }

    Outline negated() {
      return new Outline(negated(x), negated(y));
    }

    private static double[] negated(double[] values) {
      return Arrays.stream(values).map(value -> -value).toArray();
    }

    double area() {
      double twice = 0;
      for (int i = 0, j = x.length - 1; i < x.length; j = i++) {
        twice += x[j] * y[i] - x[i] * y[j];
      }
      return Math.abs(twice) / 2;
    }
  }
}
