package io.lynceus.scene.presence;

import io.lynceus.model.Box;

/**
 * An upright rectangle in parts of the picture's diagonal, so that stills of two sizes can be
 * compared.
 *
 * @param x left side
 * @param y upper side
 * @param width at least 0
 * @param height at least 0
 */
record Location(double x, double y, double width, double height) {

  /** The place of a box in a picture of that size, pixels. */
  static Location of(Box box, int pictureWidth, int pictureHeight) {
    double diagonal = Math.hypot(pictureWidth, pictureHeight);
    return new Location(
        box.x() / diagonal, box.y() / diagonal, box.width() / diagonal, box.height() / diagonal);
  }

  /** Intersection over union, 0 to 1; 0 for places without area. */
  double overlap(Location other) {
    double both = intersection(other);
    double union = area() + other.area() - both;
    return union > 0 ? both / union : 0;
  }

  /** The part of this that the other one covers, 0 to 1; 0 if this has no area. */
  double coveredBy(Location other) {
    return area() > 0 ? intersection(other) / area() : 0;
  }

  private double intersection(Location other) {
    double common = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
    double high = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
    return Math.max(0, common) * Math.max(0, high);
  }

  /** Between the centres, in diagonals. */
  double distance(Location other) {
    return Math.hypot(middleX() - other.middleX(), middleY() - other.middleY());
  }

  /** Between the nearest sides, in diagonals; 0 for places that touch or overlap. */
  double gap(Location other) {
    double across = Math.max(x, other.x) - Math.min(x + width, other.x + other.width);
    double down = Math.max(y, other.y) - Math.min(y + height, other.y + other.height);
    return Math.hypot(Math.max(0, across), Math.max(0, down));
  }

  double middleX() {
    return x + width / 2;
  }

  double middleY() {
    return y + height / 2;
  }

  /** The larger size divided by the smaller one, at least 1; a size is the root of an area. */
  double sizeRatio(Location other) {
    double one = Math.sqrt(area());
    double two = Math.sqrt(other.area());
    double smaller = Math.min(one, two);
    return smaller > 0 ? Math.max(one, two) / smaller : Double.POSITIVE_INFINITY;
  }

  /** The longer side. */
  double length() {
    return Math.max(width, height);
  }

  private double area() {
    return width * height;
  }
}
