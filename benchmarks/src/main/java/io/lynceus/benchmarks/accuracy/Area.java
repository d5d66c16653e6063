package io.lynceus.benchmarks.accuracy;

import io.lynceus.model.Box;

/** An upright rectangle in pixels of the upright picture, from its upper left corner. */
record Area(double x, double y, double width, double height) {

  static Area of(Box box) {
    return new Area(box.x(), box.y(), box.width(), box.height());
  }

  double pixels() {
    return width * height;
  }

  double shorterSide() {
    return Math.min(width, height);
  }

  double intersection(Area other) {
    double across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
    double down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
    return Math.max(0, across) * Math.max(0, down);
  }

  double overUnion(Area other) {
    double both = intersection(other);
    double union = pixels() + other.pixels() - both;
    return union > 0 ? both / union : 0;
  }
}
