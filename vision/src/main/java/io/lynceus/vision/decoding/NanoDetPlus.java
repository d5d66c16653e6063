package io.lynceus.vision.decoding;

import io.lynceus.model.Findings.Detection;
import io.lynceus.vision.decoding.Grids.Cell;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.OutputForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the outputs of NanoDet-Plus, for C classes and the strides 8, 16, 32, 64, in one of two
 * forms:
 *
 * <pre>
 * scores  [1,C,h,w]   probability of each class, one output for each stride
 * sides   [1,h,w,32]  distances, one output for each stride
 *
 * all     [1,n,C+32]  the cells of the strides one after the other, rows first: both of them
 * </pre>
 *
 * <p>The distances from the cell's corner to the left, upper, right, lower side are distributions
 * over 0 to 7 strides: 8 logarithms of probabilities each, whose mean counts.
 *
 * <p>Source: Lyu, "NanoDet-Plus", 2021 (github.com/RangiLyu/nanodet); Li et al., "Generalized Focal
 * Loss", 2020 (arXiv 2006.04388).
 */
final class NanoDetPlus implements Decoder {
  private static final Grids GRIDS = new Grids(8, 16, 32, 64);
  private static final int SIDES = 4;
  private static final int BINS = 8;

  private final List<String> all;
  private final List<String> scores;
  private final List<String> sides;
  private final List<String> labels;

  NanoDetPlus(OutputForm outputs) {
    this.all = outputs.names("all");
    this.scores = outputs.names("scores");
    this.sides = outputs.names("sides");
    this.labels = outputs.labels();
  }

  @Override
  public Map<String, long[]> of(Letterbox letterbox) {
    Map<String, long[]> shapes = new HashMap<>();
    for (String one : all) {
      shapes.put(one, new long[] {1, GRIDS.cells(letterbox), labels.size() + SIDES * BINS});
    }
    for (int i = 0; i < scores.size(); i++) {
      long columns = GRIDS.size(i, letterbox).width();
      long rows = GRIDS.size(i, letterbox).height();
      shapes.put(scores.get(i), new long[] {1, labels.size(), rows, columns});
      shapes.put(sides.get(i), new long[] {1, rows, columns, SIDES * BINS});
    }
    return shapes;
  }

  @Override
  public List<Detection> decode(Outputs outputs, Letterbox letterbox, ScoreLimits limits) {
    int count = labels.size();
    BestScores best = new BestScores(BestScores.MANY);
    if (all.isEmpty()) {
      addPlanes(outputs, letterbox, limits, best);
    } else {
      new Rows(outputs.values(all.get(0)), count + SIDES * BINS)
          .forEach(
              (row, block, at) -> {
                for (int label = 0; label < count; label++) {
                  if (block[at + label] >= limits.least(label)) {
                    best.add(row * count + label, block[at + label]);
                  }
                }
              });
    }
    List<Detection> objects = new ArrayList<>();
    for (BestScores.Place place : best.sorted()) {
      int number = place.index() / count;
      Cell cell = GRIDS.cell(number, letterbox);
      float[] bins = bins(outputs, number, cell);
      objects.add(
          Detection.labelled(
              labels.get(place.index() % count),
              place.score(),
              letterbox.box(
                  cell.x() - distance(bins, 0) * cell.stride(),
                  cell.y() - distance(bins, 1) * cell.stride(),
                  cell.x() + distance(bins, 2) * cell.stride(),
                  cell.y() + distance(bins, 3) * cell.stride())));
    }
    return Overlap.suppress(objects, limits);
  }

  private void addPlanes(
      Outputs outputs, Letterbox letterbox, ScoreLimits limits, BestScores best) {
    int count = labels.size();
    int before = 0;
    for (int i = 0; i < scores.size(); i++) {
      int cells = GRIDS.cells(i, letterbox);
      int first = before;
      for (int label = 0; label < count; label++) {
        int plane = label * cells;
        int number = label;
        float least = limits.least(label);
        if (least <= 1) {
          BestScores.scan(
              outputs.values(scores.get(i)),
              plane,
              cells,
              least,
              (at, score) -> best.add((first + at - plane) * count + number, score));
        }
      }
      before += cells;
    }
  }

  private float[] bins(Outputs outputs, int number, Cell cell) {
    int width = SIDES * BINS;
    return all.isEmpty()
        ? new Rows(outputs.values(sides.get(cell.grid())), width).part(cell.index(), 0, width)
        : new Rows(outputs.values(all.get(0)), labels.size() + width)
            .part(number, labels.size(), width);
  }

  /** The mean of one side's distribution, in strides. */
  private static float distance(float[] bins, int side) {
    float[] probabilities = Scores.softmax(bins, side * BINS, BINS);
    float mean = 0;
    for (int i = 0; i < BINS; i++) {
      mean += i * probabilities[i];
    }
    return mean;
  }
}
