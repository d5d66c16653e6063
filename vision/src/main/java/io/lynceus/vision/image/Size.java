package io.lynceus.vision.image;

/**
 * Columns and rows of a picture, both at least 1.
 *
 * @param width pixels across
 * @param height pixels down
 */
public record Size(int width, int height) {

  public Size {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("a picture has at least one pixel");
    }
  }

  public int longSide() {
    return Math.max(width, height);
  }

  public long pixels() {
    return (long) width * height;
  }

  /** The size at which the longer side has that many pixels; the shorter one keeps at least 1. */
  public Size withLongSide(int pixels) {
    double scale = (double) pixels / longSide();
    return new Size(scaled(width, scale), scaled(height, scale));
  }

  private static int scaled(int side, double scale) {
    return Math.max(1, (int) Math.round(side * scale));
  }
}
