package io.lynceus.vision.analyzer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Places that keep a distance from each other. They are sorted into square cells of that side, so
 * that only nine cells need a look.
 */
final class Spacing {
  private final double distance;
  private final Map<Long, List<int[]>> cells = new HashMap<>();

  /**
   * @param distance least distance in pixels; below 1, all places are far enough
   */
  Spacing(double distance) {
    this.distance = distance;
  }

  /** Takes a place if none that was taken before is closer than the distance. */
  boolean take(int x, int y) {
    if (distance < 1) {
      return true;
    }
    int column = (int) (x / distance);
    int row = (int) (y / distance);
    for (int r = row - 1; r <= row + 1; r++) {
      for (int c = column - 1; c <= column + 1; c++) {
        if (cells.getOrDefault(cell(c, r), List.of()).stream().anyMatch(at -> isNear(at, x, y))) {
          return false;
        }
      }
    }
    cells.computeIfAbsent(cell(column, row), none -> new ArrayList<>(1)).add(new int[] {x, y});
    return true;
  }

  private static long cell(int column, int row) {
    return ((long) row << Integer.SIZE) | (column & 0xffff_ffffL);
  }

  private boolean isNear(int[] place, int x, int y) {
    double dx = x - place[0];
    double dy = y - place[1];
    return dx * dx + dy * dy < distance * distance;
  }
}
