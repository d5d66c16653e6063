package io.lynceus.vision.decoding;

import io.lynceus.model.Findings.Detection;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.OutputForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the output of YOLOX, for C classes, before grid and exponential:
 *
 * <pre>
 * all  [1,n,5+C]  the cells of strides 8, 16, 32, rows first:
 *                 centre x, y, in cells from the cell's corner; logarithm of width, height, in cells;
 *                 probability that there is an object; probability of each class
 * </pre>
 *
 * <p>The score of a class is its probability times that of an object.
 *
 * <p>Source: Ge et al., "YOLOX: Exceeding YOLO Series in 2021" (arXiv 2107.08430); the decoding of
 * its release, {@code demo_postprocess}.
 */
final class YoloX implements Decoder {
  private static final Grids GRIDS = new Grids(8, 16, 32);
  private static final int OBJECT = 4;
  private static final int CLASSES = 5;

  private final String all;
  private final List<String> labels;

  YoloX(OutputForm outputs) {
    this.all = outputs.name("all");
    this.labels = outputs.labels();
  }

  @Override
  public Map<String, long[]> of(Letterbox letterbox) {
    return Map.of(all, new long[] {1, GRIDS.cells(letterbox), CLASSES + labels.size()});
  }

  @Override
  public List<Detection> decode(Outputs outputs, Letterbox letterbox, ScoreLimits limits) {
    int count = labels.size();
    Rows rows = new Rows(outputs.values(all), CLASSES + count);
    BestScores best = new BestScores(BestScores.MANY);
    rows.forEach(
        (row, block, at) -> {
          float object = block[at + OBJECT];
          if (object >= limits.lowest()) { // no class scores more
            for (int label = 0; label < count; label++) {
              float score = object * block[at + CLASSES + label];
              if (score >= limits.least(label)) {
                best.add(row * count + label, score);
              }
            }
          }
        });
    List<Detection> objects = new ArrayList<>();
    for (BestScores.Place place : best.sorted()) {
      int row = place.index() / count;
      Grids.Cell cell = GRIDS.cell(row, letterbox);
      float[] shape = rows.part(row, 0, OBJECT);
      float x = shape[0] * cell.stride() + cell.x();
      float y = shape[1] * cell.stride() + cell.y();
      float halfWidth = (float) Math.exp(shape[2]) * cell.stride() / 2;
      float halfHeight = (float) Math.exp(shape[3]) * cell.stride() / 2;
      objects.add(
          Detection.labelled(
              labels.get(place.index() % count),
              place.score(),
              letterbox.box(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight)));
    }
    return Overlap.suppress(objects, limits);
  }
}
