package io.lynceus.app.truth;

import io.lynceus.model.Box;

/**
 * An upright rectangle, from its upper left corner: in pixels of the picture as a viewer shows it,
 * or in shares of its sides.
 */
public record Region(double x, double y, double width, double height) {
  /** Coordinates beyond this are no pixels of a picture. */
  private static final double MOST = 1e6;

  public static Region of(Box box) {
    return new Region(box.x(), box.y(), box.width(), box.height());
  }

  /** Whether all numbers can be those of a picture. */
  boolean isPossible() {
    return Math.abs(x) <= MOST
        && Math.abs(y) <= MOST
        && width >= 0
        && width <= MOST
        && height >= 0
        && height <= MOST;
  }

  public double pixels() {
    return width * height;
  }

  /** The area that both cover. */
  public double intersection(Region other) {
    double across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
    double down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
    return Math.max(0, across) * Math.max(0, down);
  }

  /** Intersection over union, 0 to 1. */
  public double overUnion(Region other) {
    double both = intersection(other);
    double union = pixels() + other.pixels() - both;
    return union > 0 ? both / union : 0;
  }

  Region scaled(double across, double down) {
    return new Region(x * across, y * down, width * across, height * down);
  }
}
