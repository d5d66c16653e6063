package io.lynceus.vision.model;

import io.lynceus.model.Box;
import io.lynceus.model.Point;
import io.lynceus.vision.image.Size;

/**
 * Where a picture lies in the input of a network, which is padded to multiples of 32.
 *
 * @param picture the upright picture
 * @param scaled the picture as the network sees it
 * @param input the network's input, at least as large as {@code scaled}
 * @param left columns of padding before the scaled picture
 * @param top rows of padding above it
 */
public record Letterbox(Size picture, Size scaled, Size input, int left, int top) {
  /** Both networks halve their input five times. */
  private static final int GRID = 32;

  /** Any at all. */
  static final Letterbox ANY = cornered(new Size(GRID, GRID), GRID);

  /** The picture scaled to that long side, in the middle of the input. */
  public static Letterbox centred(Size picture, int longSide) {
    Letterbox corner = cornered(picture, longSide);
    return new Letterbox(
        picture,
        corner.scaled,
        corner.input,
        (corner.input.width() - corner.scaled.width()) / 2,
        (corner.input.height() - corner.scaled.height()) / 2);
  }

  /** The picture scaled to that long side, in the upper left corner of the input. */
  public static Letterbox cornered(Size picture, int longSide) {
    Size scaled = picture.withLongSide(longSide);
    Size input = new Size(padded(scaled.width()), padded(scaled.height()));
    return new Letterbox(picture, scaled, input, 0, 0);
  }

  /** Pixels of the input. */
  public int inputPixels() {
    return input.width() * input.height();
  }

  /** A place in the input as a place in the picture; may lie outside. */
  public Point point(float x, float y) {
    return new Point(pictureX(x), pictureY(y));
  }

  /** Two opposite corners in the input as a box in the picture, clipped to it. */
  public Box box(float x0, float y0, float x1, float y1) {
    float left = clipped(pictureX(x0), picture.width());
    float top = clipped(pictureY(y0), picture.height());
    float right = clipped(pictureX(x1), picture.width());
    float bottom = clipped(pictureY(y1), picture.height());
    return new Box(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
  }

  private float pictureX(float x) {
    return (x - left) * picture.width() / scaled.width();
  }

  private float pictureY(float y) {
    return (y - top) * picture.height() / scaled.height();
  }

  private static float clipped(float value, int side) {
    return Math.max(0, Math.min(side, value));
  }

  private static int padded(int side) {
    return (side + GRID - 1) / GRID * GRID;
  }
}
