package io.lynceus.vision.model;

import io.lynceus.model.Findings.Detection;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads the outputs of CenterNet with 80 classes.
 *
 * <p>Every cell of the heat map, 4 input pixels wide, holds for each class the probability that an
 * object's centre lies there. A detection is a cell that is the maximum of its 3x3 neighbours.
 *
 * <p>Source: Zhou, Wang, Krähenbühl, "Objects as Points", 2019 (arXiv 1904.07850).
 */
public final class CenterNet {
  /** {@code [1,80,h,w]}: probability of each class, 0 to 1. */
  private static final String HEAT_MAP = "heatmap";

  /** {@code [1,4,h,w]}: distance to the left, upper, right, lower side, in input pixels. */
  private static final String SIDES = "wh";

  /** Red, green and blue, 0 to 255 as they are. */
  public static final PixelRange PIXELS = new PixelRange(0, 1);

  private static final int STRIDE = 4;

  private CenterNet() {}

  /** The outputs that {@link #decode} reads. */
  public static Map<String, long[]> shapes(Letterbox letterbox) {
    long rows = letterbox.input().height() / STRIDE;
    long columns = letterbox.input().width() / STRIDE;
    return Map.of(
        HEAT_MAP, new long[] {1, CocoLabels.COUNT, rows, columns},
        SIDES, new long[] {1, 4, rows, columns});
  }

  /**
   * The objects in the outputs, best first, at most 500 places looked at.
   *
   * @param minScore cells below are no objects, 0 to 1
   * @param maxOverlap of two objects of one class whose boxes overlap more (intersection over
   *     union), the better is kept
   * @param wanted labels to look for
   */
  public static List<Detection> decode(
      Outputs outputs,
      Letterbox letterbox,
      double minScore,
      double maxOverlap,
      Predicate<String> wanted) {
    int columns = letterbox.input().width() / STRIDE;
    int rows = letterbox.input().height() / STRIDE;
    FloatBuffer heat = outputs.values(HEAT_MAP);
    FloatBuffer side = outputs.values(SIDES);

    int cells = rows * columns;
    List<Detection> detections = new ArrayList<>();
    for (BestScores.Place place : peaks(heat, columns, minScore, wanted).sorted()) {
      int cell = place.index() % cells;
      int x = cell % columns * STRIDE;
      int y = cell / columns * STRIDE;
      detections.add(
          Detection.labelled(
              CocoLabels.of(place.index() / cells),
              place.score(),
              letterbox.box(
                  x - side.get(cell),
                  y - side.get(cells + cell),
                  x + side.get(2 * cells + cell),
                  y + side.get(3 * cells + cell))));
    }
    return Overlap.suppress(
        detections,
        (better, other) ->
            better.label().equals(other.label())
                && Overlap.ofUnion(better.box(), other.box()) > maxOverlap);
  }

  private static BestScores peaks(
      FloatBuffer heat, int columns, double minScore, Predicate<String> wanted) {
    int cells = heat.capacity() / CocoLabels.COUNT;
    BestScores best = new BestScores();
    for (int label = 0; label < CocoLabels.COUNT; label++) {
      if (wanted.test(CocoLabels.of(label))) {
        int first = label * cells;
        for (int i = first; i < first + cells; i++) {
          if (heat.get(i) >= minScore && isPeak(heat, i, first, first + cells, columns)) {
            best.add(i, heat.get(i));
          }
        }
      }
    }
    return best;
  }

  /** Whether no neighbour of the cell is hotter, in the map that begins and ends there. */
  private static boolean isPeak(FloatBuffer heat, int cell, int begin, int end, int columns) {
    int column = (cell - begin) % columns;
    int left = column == 0 ? 0 : -1;
    int right = column == columns - 1 ? 0 : 1;
    for (int row = cell - columns; row <= cell + columns; row += columns) {
      if (row >= begin && row < end) {
        for (int i = row + left; i <= row + right; i++) {
          if (heat.get(i) > heat.get(cell)) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
