package io.lynceus.model;

/**
 * An upright rectangle in pixels of the picture as a viewer shows it.
 *
 * @param x left side, from the picture's left
 * @param y upper side, from the picture's top
 * @param width at least 0
 * @param height at least 0
 */
public record Box(float x, float y, float width, float height) {

  /** Intersection over union, 0 to 1; 0 for boxes without area. */
  public double overlapOfUnion(Box other) {
    double both = intersection(other);
    double union = area() + other.area() - both;
    return union > 0 ? both / union : 0;
  }

  /** Intersection over the smaller box's area, 0 to 1; 0 for boxes without area. */
  public double overlapOfSmaller(Box other) {
    double smaller = Math.min(area(), other.area());
    return smaller > 0 ? intersection(other) / smaller : 0;
  }

  private double intersection(Box other) {
    double common = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
    double high = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
    return Math.max(0, common) * Math.max(0, high);
  }

  private double area() {
    return (double) width * height;
  }
}
