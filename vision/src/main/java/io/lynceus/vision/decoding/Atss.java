package io.lynceus.vision.decoding;

import io.lynceus.model.Findings.Detection;
import io.lynceus.vision.decoding.Grids.Cell;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.OutputForm;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the outputs of ATSS networks with three anchors a cell, for C classes, each for the strides
 * 8, 16, 32, 64, 128:
 *
 * <pre>
 * scores       [1,3C,h,w]  probability of each class, anchor by anchor
 * centredness  [1,3,h,w]   how near the cell is to the object's centre, 0 to 1
 * boxes        [1,12,h,w]  corrections of the anchors, see {@link PriorBox}
 * </pre>
 *
 * <p>The anchors lie around the cell's corner; they are 8 strides large, and twice as wide as high,
 * square, twice as high as wide. The score is the product of the first two.
 *
 * <p>Source: Zhang et al., "Bridging the Gap Between Anchor-based and Anchor-free Detection via
 * Adaptive Training Sample Selection", 2019 (arXiv 1912.02424); the anchors are those of Open Model
 * Zoo's person-vehicle-bike-detection-2003.
 */
final class Atss implements Decoder {
  private static final Grids GRIDS = new Grids(8, 16, 32, 64, 128);
  private static final int ANCHORS = 3;
  private static final int SHAPE = 4;
  private static final int ANCHOR_STRIDES = 8;
  private static final float WIDER = (float) Math.sqrt(2);
  private static final float[] ANCHOR_WIDTHS = {WIDER, 1, 1 / WIDER};
  private static final float CENTRE_VARIANCE = 0.1f;
  private static final float SIZE_VARIANCE = 0.2f;

  private final OutputForm outputs;
  private final List<String> labels;

  Atss(OutputForm outputs) {
    this.outputs = outputs;
    this.labels = outputs.labels();
  }

  @Override
  public Map<String, long[]> of(Letterbox letterbox) {
    Map<String, long[]> shapes = new HashMap<>();
    for (int grid = 0; grid < GRIDS.count(); grid++) {
      Size size = GRIDS.size(grid, letterbox);
      long rows = size.height();
      long columns = size.width();
      shapes.put(
          name("scores", grid), new long[] {1, (long) ANCHORS * labels.size(), rows, columns});
      shapes.put(name("centredness", grid), new long[] {1, ANCHORS, rows, columns});
      shapes.put(name("boxes", grid), new long[] {1, ANCHORS * SHAPE, rows, columns});
    }
    return shapes;
  }

  private String name(String part, int grid) {
    return outputs.names(part).get(grid);
  }

  @Override
  public List<Detection> decode(Outputs values, Letterbox letterbox, ScoreLimits limits) {
    int count = ANCHORS * labels.size();
    BestScores best = new BestScores(BestScores.MANY);
    int before = 0;
    for (int grid = 0; grid < GRIDS.count(); grid++) {
      int cells = GRIDS.cells(grid, letterbox);
      float[] centredness = new float[ANCHORS * cells];
      values.values(name("centredness", grid)).get(0, centredness);
      for (int plane = 0; plane < count; plane++) {
        float least = limits.least(plane % labels.size());
        if (least <= 1) {
          int first = plane * cells;
          int centres = plane / labels.size() * cells;
          int index = before * count + plane;
          BestScores.scan(
              values.values(name("scores", grid)),
              first,
              cells,
              least, // centredness makes no score greater
              (at, score) -> {
                float both = score * centredness[centres + at - first];
                if (both >= least) {
                  best.add(index + (at - first) * count, both);
                }
              });
        }
      }
      before += cells;
    }
    List<Detection> objects = new ArrayList<>();
    for (BestScores.Place place : best.sorted()) {
      int plane = place.index() % count;
      objects.add(
          object(
              values,
              GRIDS.cell(place.index() / count, letterbox),
              plane,
              place.score(),
              letterbox));
    }
    return Overlap.suppress(objects, limits);
  }

  private Detection object(Outputs values, Cell cell, int plane, float score, Letterbox letterbox) {
    int anchor = plane / labels.size();
    float size = ANCHOR_STRIDES * cell.stride();
    float wide = ANCHOR_WIDTHS[anchor];
    PriorBox box = new PriorBox(cell.x(), cell.y(), size * wide, size / wide);
    FloatBuffer shapes = values.values(name("boxes", cell.grid()));
    int cells = GRIDS.cells(cell.grid(), letterbox);
    float[] deltas = new float[SHAPE];
    for (int i = 0; i < SHAPE; i++) {
      deltas[i] = shapes.get((anchor * SHAPE + i) * cells + cell.index());
    }
    return Detection.labelled(
        labels.get(plane % labels.size()),
        score,
        box.corrected(deltas, CENTRE_VARIANCE, SIZE_VARIANCE, letterbox));
  }
}
