package io.lynceus.vision.analyzer;

import io.lynceus.protocol.message.Findings.Corner;
import io.lynceus.vision.image.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Local maxima of a picture's corner strength, of which the strongest that keep their distance are
 * its corners.
 *
 * <p>Bounded: a picture of noise has millions of maxima; when {@link #CAPACITY} are there, the
 * weaker half is dropped. Used by one thread.
 */
final class CornerCandidates {
  /** 8 MiB. Some thousand times as many as there can be corners. */
  static final int CAPACITY = 1 << 20;

  private final Size size;

  /** Strength in the upper half, the pixel's number in the lower: in order by strength. */
  private long[] found = new long[1 << 10];

  private int count;

  CornerCandidates(Size size) {
    this.size = size;
  }

  /**
   * Takes a local maximum.
   *
   * @param strength above 0, so that the order of its bits is that of its values
   */
  void add(int x, int y, float strength) {
    if (count == CAPACITY) {
      Arrays.sort(found);
      System.arraycopy(found, CAPACITY / 2, found, 0, CAPACITY / 2);
      count = CAPACITY / 2;
    } else if (count == found.length) {
      found = Arrays.copyOf(found, 2 * count);
    }
    found[count++] = ((long) Float.floatToRawIntBits(strength) << 32) | (y * size.width() + x);
  }

  /**
   * The strongest first, none closer to a stronger one than that.
   *
   * @param above corners are stronger than this
   * @param minDistance in pixels
   */
  List<Corner> strongest(int max, float above, double minDistance) {
    Arrays.sort(found, 0, count);
    List<Corner> corners = new ArrayList<>();
    Map<Long, List<Corner>> cells = new HashMap<>();
    for (int i = count - 1; i >= 0 && corners.size() < max; i--) {
      float strength = Float.intBitsToFloat((int) (found[i] >>> 32));
      if (strength <= above) {
        break;
      }
      int pixel = (int) found[i];
      int x = pixel % size.width();
      int y = pixel / size.width();
      Corner corner = new Corner(x, y, strength);
      if (minDistance < 1 || keepsDistance(corner, cells, minDistance)) {
        corners.add(corner);
      }
    }
    return corners;
  }

  /** Looks around in cells as wide as the distance, and joins its cell when nobody is too close. */
  private static boolean keepsDistance(
      Corner corner, Map<Long, List<Corner>> cells, double distance) {
    int column = (int) (corner.x() / distance);
    int row = (int) (corner.y() / distance);
    for (int y = row - 1; y <= row + 1; y++) {
      for (int x = column - 1; x <= column + 1; x++) {
        for (Corner other : cells.getOrDefault(cell(x, y), List.of())) {
          double dx = corner.x() - other.x();
          double dy = corner.y() - other.y();
          if (dx * dx + dy * dy < distance * distance) {
            return false;
          }
        }
      }
    }
    cells.computeIfAbsent(cell(column, row), cell -> new ArrayList<>()).add(corner);
    return true;
  }

  private static long cell(int column, int row) {
    return ((long) row << 32) | (column & 0xFFFFFFFFL);
  }
}
