package io.lynceus.scene.camera;

/**
 * A place in a picture, as fractions of its width and height, so that it holds for stills of each
 * size.
 *
 * @param x from the left, 0 to 1
 * @param y from the top, 0 to 1
 */
public record Vertex(double x, double y) {
  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException for a place outside of the picture, and for what is no number
   */
  public Vertex {
    if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) {
      throw new IllegalArgumentException(
          "polygon has points from 0 to 1, as fractions of width and height, not " + text(x, y));
    }
  }

  @Override
  public String toString() {
    return text(x, y);
  }

  private static String text(double x, double y) {
    return "[" + x + ", " + y + "]";
  }
}
