package io.lynceus.model.tiles;

import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Point;
import java.util.List;

/**
 * A rectangle of an upright picture that an analysis looks at by itself.
 *
 * @param x columns left of it, from 0
 * @param y rows above it, from 0
 * @param width columns, from 1
 * @param height rows, from 1
 */
public record Tile(int x, int y, int width, int height) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when it has no pixel, or ends beyond what an int can tell
   */
  public Tile {
    boolean outside =
        x < 0 || y < 0 || x > Integer.MAX_VALUE - width || y > Integer.MAX_VALUE - height;
    if (outside || width < 1 || height < 1) {
      throw new IllegalArgumentException("a tile has a pixel at least, inside its picture");
    }
  }

  /** The column after its last one. */
  public int right() {
    return x + width;
  }

  /** The row after its last one. */
  public int bottom() {
    return y + height;
  }

  /** Whether it lies inside a picture of that size. */
  public boolean isIn(int pictureWidth, int pictureHeight) {
    return right() <= pictureWidth && bottom() <= pictureHeight;
  }

  /** Findings with places in the tile, as findings with places in the picture. */
  public Findings toPicture(Findings found) {
    return moved(found, x, y);
  }

  /** The opposite of {@link #toPicture}, but for the rounding of floats. */
  public Findings toTile(Findings found) {
    return moved(found, -x, -y);
  }

  private static Findings moved(Findings found, int right, int down) {
    return found.detections().isEmpty()
        ? found
        : found.withDetections(
            found.boxes().stream().map(detection -> moved(detection, right, down)).toList());
  }

  private static Detection moved(Detection found, int right, int down) {
    Box box = found.box();
    List<Point> points =
        found.points().stream().map(p -> new Point(p.x() + right, p.y() + down)).toList();
    return new Detection(
        found.label(),
        found.score(),
        new Box(box.x() + right, box.y() + down, box.width(), box.height()),
        points,
        found.attributes());
  }
}
