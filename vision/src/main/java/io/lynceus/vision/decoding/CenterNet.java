package io.lynceus.vision.decoding;

import io.lynceus.model.Findings.Detection;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.OutputForm;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the outputs of CenterNet, for C classes:
 *
 * <pre>
 * heatmap  [1,C,h,w]  probability of each class, 0 to 1
 * sides    [1,4,h,w]  distance to the left, upper, right, lower side, in input pixels
 * </pre>
 *
 * <p>Every cell of the heat map, 4 input pixels wide, holds for each class the probability that an
 * object's centre lies there. A detection is a cell that is the maximum of its 3x3 neighbours.
 *
 * <p>Source: Zhou, Wang, Krähenbühl, "Objects as Points", 2019 (arXiv 1904.07850).
 */
final class CenterNet implements Decoder {
  private static final int STRIDE = 4;

  private final String heatMap;
  private final String sides;
  private final List<String> labels;

  CenterNet(OutputForm outputs) {
    this.heatMap = outputs.name("heatmap");
    this.sides = outputs.name("sides");
    this.labels = outputs.labels();
  }

  @Override
  public Map<String, long[]> of(Letterbox letterbox) {
    long rows = letterbox.input().height() / STRIDE;
    long columns = letterbox.input().width() / STRIDE;
    return Map.of(
        heatMap, new long[] {1, labels.size(), rows, columns},
        sides, new long[] {1, 4, rows, columns});
  }

  @Override
  public List<Detection> decode(Outputs outputs, Letterbox letterbox, ScoreLimits limits) {
    int columns = letterbox.input().width() / STRIDE;
    int cells = columns * (letterbox.input().height() / STRIDE);
    FloatBuffer side = outputs.values(sides);

    List<Detection> detections = new ArrayList<>();
    for (BestScores.Place place : peaks(outputs.values(heatMap), columns, cells, limits).sorted()) {
      int cell = place.index() % cells;
      int x = cell % columns * STRIDE;
      int y = cell / columns * STRIDE;
      detections.add(
          Detection.labelled(
              labels.get(place.index() / cells),
              place.score(),
              letterbox.box(
                  x - side.get(cell),
                  y - side.get(cells + cell),
                  x + side.get(2 * cells + cell),
                  y + side.get(3 * cells + cell))));
    }
    return Overlap.suppress(detections, limits);
  }

  private BestScores peaks(FloatBuffer heat, int columns, int cells, ScoreLimits limits) {
    BestScores best = new BestScores(BestScores.MAX);
    for (int label = 0; label < labels.size(); label++) {
      int first = label * cells;
      float least = limits.least(label);
      if (least <= 1) {
        BestScores.scan(
            heat,
            first,
            cells,
            least,
            (cell, score) -> {
              if (isPeak(heat, cell, first, first + cells, columns)) {
                best.add(cell, score);
              }
            });
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
