package io.lynceus.vision.decoding;

import io.lynceus.model.Findings.Detection;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.OutputForm;
import io.lynceus.vision.network.OutputForm.Grid;
import io.lynceus.vision.network.OutputForm.PriorSize;
import io.lynceus.vision.network.OutputForm.Priors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the outputs of SSD networks, with a row for each prior in the order of {@link Priors}:
 *
 * <pre>
 * scores  [1,n,C]  one value for each class; C counts the background, where there is one
 * boxes   [1,n,4]  corrections of the priors, see {@link PriorBox}
 * </pre>
 *
 * <p>The priors lie around the centres of their cells.
 *
 * <p>Source: Liu et al., "SSD: Single Shot MultiBox Detector", 2016 (arXiv 1512.02325).
 */
final class Ssd implements Decoder {
  private static final int SHAPE = 4;

  private final String scores;
  private final String boxes;
  private final ClassScores classes;
  private final Priors priors;

  Ssd(OutputForm outputs) {
    this.scores = outputs.name("scores");
    this.boxes = outputs.name("boxes");
    this.classes = new ClassScores(outputs);
    this.priors = outputs.priors();
  }

  @Override
  public Map<String, long[]> of(Letterbox letterbox) {
    long count = count(letterbox);
    return Map.of(
        scores, new long[] {1, count, classes.width()}, boxes, new long[] {1, count, SHAPE});
  }

  private long count(Letterbox letterbox) {
    long count = 0;
    for (Grid grid : priors.grids()) {
      count += (long) cells(grid, letterbox) * grid.sizes().size();
    }
    return count;
  }

  private static int cells(Grid grid, Letterbox letterbox) {
    return new Grids(grid.stride()).cells(0, letterbox);
  }

  @Override
  public List<Detection> decode(Outputs outputs, Letterbox letterbox, ScoreLimits limits) {
    Rows shapes = new Rows(outputs.values(boxes), SHAPE);
    List<Detection> objects = new ArrayList<>();
    for (ClassScores.Found found : classes.best(outputs.values(scores), limits)) {
      objects.add(
          Detection.labelled(
              found.label(),
              found.score(),
              prior(found.row(), letterbox)
                  .corrected(
                      shapes.part(found.row(), 0, SHAPE),
                      priors.centreVariance(),
                      priors.sizeVariance(),
                      letterbox)));
    }
    return Overlap.suppress(objects, limits);
  }

  private PriorBox prior(int row, Letterbox letterbox) {
    int index = row;
    for (Grid grid : priors.grids()) {
      int sizes = grid.sizes().size();
      int rows = cells(grid, letterbox) * sizes;
      if (index < rows) {
        Grids.Cell cell = new Grids(grid.stride()).cell(0, index / sizes, letterbox);
        PriorSize size = grid.sizes().get(index % sizes);
        float half = grid.stride() / 2f;
        return new PriorBox(cell.x() + half, cell.y() + half, size.width(), size.height());
      }
      index -= rows;
    }
    throw new IndexOutOfBoundsException(row);
  }
}
