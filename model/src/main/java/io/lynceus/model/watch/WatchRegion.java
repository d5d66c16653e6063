package io.lynceus.model.watch;

import io.lynceus.model.Box;
import io.lynceus.model.settings.Check;
import java.util.Optional;

/**
 * A part of a picture, as fractions of its width and height.
 *
 * @param x left side, 0 to 1
 * @param y upper side, 0 to 1
 * @param width at least {@value #SHORTEST}; it ends in the picture
 * @param height at least {@value #SHORTEST}; it ends in the picture
 */
public record WatchRegion(double x, double y, double width, double height) {
  public static final double SHORTEST = 0.01;

  private static final int PARTS = 4;
  private static final double DIGITS = 1e4;

  /** The whole picture. */
  public static final WatchRegion WHOLE = new WatchRegion(0, 0, 1, 1);

  /**
   * Rounds the values to four digits, and checks them.
   *
   * @throws IllegalArgumentException saying what a region is
   */
  public WatchRegion {
    x = rounded(x);
    y = rounded(y);
    width = rounded(width);
    height = rounded(height);
    Check.that(
        isPart(x, width) && isPart(y, height),
        "region",
        "[x, y, width, height] within the picture, as fractions of 0 to 1, 0.01 or more each way",
        "[%s, %s, %s, %s]".formatted(x, y, width, height));
  }

  private static double rounded(double value) {
    return Math.round(value * DIGITS) / DIGITS;
  }

  private static boolean isPart(double start, double length) {
    return start >= 0 && length >= SHORTEST && start + length <= 1 + 1e-9;
  }

  /** As an option has it: the four numbers with colons between them. */
  public String text() {
    return number(x) + ":" + number(y) + ":" + number(width) + ":" + number(height);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  /** The region of such a text; empty for another text. */
  public static Optional<WatchRegion> of(String text) {
    String[] parts = text.split("[:,]", -1);
    if (parts.length != PARTS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new WatchRegion(
              Double.parseDouble(parts[0].strip()),
              Double.parseDouble(parts[1].strip()),
              Double.parseDouble(parts[2].strip()),
              Double.parseDouble(parts[3].strip())));
    } catch (IllegalArgumentException e) { // also for what is no number
      return Optional.empty();
    }
  }

  /** The region in pixels of a picture of that size. */
  public Box in(int pictureWidth, int pictureHeight) {
    return new Box(
        (float) (x * pictureWidth),
        (float) (y * pictureHeight),
        (float) (width * pictureWidth),
        (float) (height * pictureHeight));
  }
}
