package io.lynceus.vision.scene;

import io.lynceus.model.FloatVector;
import io.lynceus.model.cameras.SceneStatistics;
import java.util.Arrays;
import org.opencv.core.Mat;

/**
 * A number for each cell of a picture, made of its exact pixels: two stills of a live camera differ
 * in nearly every cell by the sensor's noise, and a still that is repeated differs at most where
 * the camera writes the time. Every fourth row is read.
 *
 * <p>Source of the hash: Fowler, Noll and Vo, FNV-1a of 32 bits, folded to 24.
 */
final class CellPrints {
  private static final int EACH_ROW = 4;
  private static final int BYTE = 0xFF;

  /** A cell whose levels differ by less may look the same in each still. */
  private static final int LEAST_RANGE = 12;

  private static final int BASIS = 0x811C9DC5;
  private static final int PRIME = 0x01000193;
  private static final int BITS = 24;

  private CellPrints() {}

  /**
   * The numbers, as {@link SceneStatistics#prints()}.
   *
   * @param grey 8 bits a pixel; not changed
   */
  static FloatVector of(Mat grey) {
    int cells = SceneStatistics.CELLS;
    float[] prints = new float[cells * cells];
    byte[] row = new byte[grey.cols()];
    for (int down = 0; down < cells; down++) {
      int top = grey.rows() * down / cells;
      int bottom = grey.rows() * (down + 1) / cells;
      int[] hash = new int[cells];
      int[] least = new int[cells];
      int[] most = new int[cells];
      Arrays.fill(hash, BASIS);
      Arrays.fill(least, BYTE);
      for (int y = top; y < bottom; y += EACH_ROW) {
        grey.get(y, 0, row);
        for (int across = 0; across < cells; across++) {
          int right = row.length * (across + 1) / cells;
          for (int x = row.length * across / cells; x < right; x++) {
            int level = row[x] & BYTE;
            hash[across] = (hash[across] ^ level) * PRIME;
            least[across] = Math.min(least[across], level);
            most[across] = Math.max(most[across], level);
          }
        }
      }
      for (int across = 0; across < cells; across++) {
        boolean tells = most[across] - least[across] >= LEAST_RANGE;
        prints[down * cells + across] = tells ? folded(hash[across]) : 0;
      }
    }
    return new FloatVector(prints);
  }

  private static int folded(int hash) {
    return Math.max(1, (hash >>> BITS) ^ (hash & ((1 << BITS) - 1)));
  }
}
