package io.lynceus.vision.model;

import io.lynceus.model.Box;
import io.lynceus.model.Point;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.network.NetworkInput;
import io.lynceus.vision.network.NetworkInput.Fixed;

/**
 * Where a picture lies in the input of a network, the rest of which is padding.
 *
 * @param picture the upright picture
 * @param scaled the picture as the network sees it
 * @param input the network's input, at least as large as {@code scaled}
 * @param left columns of padding before the scaled picture
 * @param top rows of padding above it
 */
public record Letterbox(Size picture, Size scaled, Size input, int left, int top) {
  /** Of a product that would be a whole number if doubles were exact. */
  private static final double ROUNDING = 1e-6;

  /**
   * The place of a picture in an input.
   *
   * @param longSide pixels to which the picture's longer side is scaled; for an input of a fixed
   *     size it does not count: the picture is scaled to what fits
   */
  public static Letterbox of(Size picture, NetworkInput input, int longSide) {
    Letterbox corner =
        input
            .extent()
            .fixed()
            .map(size -> fitted(picture, size))
            .orElseGet(() -> cornered(picture, longSide, input.extent().multiple()));
    return input.padding().centred() ? corner.centred() : corner;
  }

  /** The picture scaled to that long side, in the upper left corner of the input. */
  static Letterbox cornered(Size picture, int longSide, int multiple) {
    Size scaled = picture.withLongSide(longSide);
    Size input = new Size(padded(scaled.width(), multiple), padded(scaled.height(), multiple));
    return new Letterbox(picture, scaled, input, 0, 0);
  }

  private static Letterbox fitted(Size picture, Fixed size) {
    double scale =
        Math.min(
            (double) size.width() / picture.width(), (double) size.height() / picture.height());
    // Rounded down, so that the other side, which is rounded to the nearest, fits too.
    int longSide = Math.max(1, (int) (scale * picture.longSide() + ROUNDING));
    return new Letterbox(
        picture, picture.withLongSide(longSide), new Size(size.width(), size.height()), 0, 0);
  }

  /** This, with the picture in the middle of the input. */
  Letterbox centred() {
    return new Letterbox(
        picture,
        scaled,
        input,
        (input.width() - scaled.width()) / 2,
        (input.height() - scaled.height()) / 2);
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

  private static int padded(int side, int multiple) {
    return (side + multiple - 1) / multiple * multiple;
  }
}
