package io.lynceus.scene.watch;

import io.lynceus.model.watch.RegionPatch;

/** How a region looks: its cells without the margin. Immutable. */
final class RegionLook {
  /** Sizes that are tried, as the camera may have been zoomed a little. */
  private static final double[] SCALES = {1, 0.94, 1.06};

  /** So good a score needs no further sizes. */
  private static final double ENOUGH = 0.9;

  /** Parts, each way, that are compared one by one. */
  private static final int PARTS = 4;

  /** How much more the parts in the middle count. */
  private static final double MIDDLE = 2;

  /** What agrees less in all need not be looked at in parts. */
  private static final double LEAST = 0.3;

  private static final int BYTE = 0xFF;

  private final int columns;
  private final int rows;
  private final byte[] cells;

  /**
   * Takes the array over: the caller no longer changes it.
   *
   * @param cells by rows, 0 to 255
   * @throws IllegalArgumentException when there are not as many as the region has
   */
  RegionLook(int columns, int rows, byte[] cells) {
    if (columns < 1 || rows < 1 || cells.length != columns * rows) {
      throw new IllegalArgumentException("these are no cells of a region");
    }
    this.columns = columns;
    this.rows = rows;
    this.cells = cells;
  }

  int columns() {
    return columns;
  }

  int rows() {
    return rows;
  }

  /** The cells; not changed. */
  byte[] cells() {
    return cells;
  }

  static RegionLook of(RegionPatch patch) {
    byte[] cells = new byte[patch.columns() * patch.rows()];
    for (int row = 0; row < patch.rows(); row++) {
      for (int column = 0; column < patch.columns(); column++) {
        cells[row * patch.columns() + column] = (byte) Math.round(patch.at(column, row));
      }
    }
    return new RegionLook(patch.columns(), patch.rows(), cells);
  }

  /** Whether a patch has as many cells. */
  boolean isLike(RegionPatch patch) {
    return columns == patch.columns() && rows == patch.rows();
  }

  /**
   * How much a patch looks the same, 0 to 1. The shift, within the margin, is the one with the best
   * normalised cross-correlation of all cells. There, each of {@value #PARTS} by {@value #PARTS}
   * parts has a correlation of its own: a thing that is gone leaves its surroundings as they were,
   * and the whole agrees all the same. The score is their mean; parts with more in them count more,
   * and so do those in the middle. It is the best of three sizes.
   */
  double score(RegionPatch patch) {
    double best = 0;
    for (double scale : SCALES) {
      best = Math.max(best, score(patch, scale));
      if (best >= ENOUGH) {
        break;
      }
    }
    return Math.min(1, best);
  }

  private double score(RegionPatch patch, double scale) {
    int margin = patch.margin();
    int across = columns + 2 * margin;
    int down = rows + 2 * margin;
    float[] seen = new float[across * down];
    for (int y = 0; y < down; y++) {
      for (int x = 0; x < across; x++) {
        seen[y * across + x] =
            sample(
                patch,
                (x - margin - (columns - 1) / 2.0) * scale + (columns - 1) / 2.0,
                (y - margin - (rows - 1) / 2.0) * scale + (rows - 1) / 2.0);
      }
    }
    double sum = 0;
    double squares = 0;
    for (byte cell : cells) {
      sum += cell & BYTE;
      squares += (double) (cell & BYTE) * (cell & BYTE);
    }
    double best = 0;
    int bestX = margin;
    int bestY = margin;
    for (int dy = 0; dy <= 2 * margin; dy++) {
      for (int dx = 0; dx <= 2 * margin; dx++) {
        double value = at(seen, across, dx, dy, sum, squares);
        if (value > best) {
          best = value;
          bestX = dx;
          bestY = dy;
        }
      }
    }
    return best < LEAST ? best : Math.min(best, parts(seen, across, bestX, bestY));
  }

  /** The mean over the parts at one shift. */
  private double parts(float[] seen, int across, int dx, int dy) {
    double weights = 0;
    double sum = 0;
    for (int part = 0; part < PARTS * PARTS; part++) {
      int i = part % PARTS;
      int j = part / PARTS;
      int left = columns * i / PARTS;
      int right = columns * (i + 1) / PARTS;
      int top = rows * j / PARTS;
      int bottom = rows * (j + 1) / PARTS;
      double count = (double) (right - left) * (bottom - top);
      double a = 0;
      double aa = 0;
      double b = 0;
      double bb = 0;
      double ab = 0;
      for (int row = top; row < bottom; row++) {
        for (int column = left; column < right; column++) {
          double one = cells[row * columns + column] & BYTE;
          double other = seen[(row + dy) * across + dx + column];
          a += one;
          aa += one * one;
          b += other;
          bb += other * other;
          ab += one * other;
        }
      }
      double first = count == 0 ? 0 : aa - a * a / count;
      double second = count == 0 ? 0 : bb - b * b / count;
      double value = first * second <= 1e-6 ? 0 : (ab - a * b / count) / Math.sqrt(first * second);
      boolean inside = i > 0 && i < PARTS - 1 && j > 0 && j < PARTS - 1;
      double weight = Math.sqrt(first) * (inside ? MIDDLE : 1);
      weights += weight;
      sum += weight * Math.max(0, value);
    }
    return weights <= 0 ? 0 : sum / weights;
  }

  private static float sample(RegionPatch patch, double x, double y) {
    int margin = patch.margin();
    double cx = Math.max(-margin, Math.min(patch.columns() + margin - 1, x));
    double cy = Math.max(-margin, Math.min(patch.rows() + margin - 1, y));
    int left = (int) Math.floor(cx);
    int top = (int) Math.floor(cy);
    int right = Math.min(patch.columns() + margin - 1, left + 1);
    int bottom = Math.min(patch.rows() + margin - 1, top + 1);
    double u = cx - left;
    double v = cy - top;
    return (float)
        ((patch.at(left, top) * (1 - u) + patch.at(right, top) * u) * (1 - v)
            + (patch.at(left, bottom) * (1 - u) + patch.at(right, bottom) * u) * v);
  }

  private double at(float[] seen, int across, int dx, int dy, double sum, double squares) {
    double count = cells.length;
    double other = 0;
    double otherSquares = 0;
    double products = 0;
    for (int row = 0; row < rows; row++) {
      int from = (row + dy) * across + dx;
      for (int column = 0; column < columns; column++) {
        double a = cells[row * columns + column] & BYTE;
        double b = seen[from + column];
        other += b;
        otherSquares += b * b;
        products += a * b;
      }
    }
    double spread = (squares - sum * sum / count) * (otherSquares - other * other / count);
    return spread <= 1e-6 ? 0 : (products - sum * other / count) / Math.sqrt(spread);
  }
}
