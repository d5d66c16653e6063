package io.lynceus.model.watch;

import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.FloatVector;
import java.util.List;
import java.util.Optional;

/**
 * What the analysis {@code watches} measures of a region: where its edges are, in cells, with a
 * margin in which the same may stand when the camera has been nudged.
 *
 * @param columns cells of the region, without the margin, 1 to {@value #CELLS}
 * @param rows cells of the region, without the margin, 1 to {@value #CELLS}
 * @param margin cells on each side, 1 to {@value #MARGIN}
 * @param variance of the grey levels in the region
 * @param cells strength of the edges, 0 to 255, by rows, those of the margin too
 */
public record RegionPatch(int columns, int rows, int margin, double variance, FloatVector cells) {
  /** The key of the analysis. */
  public static final Analysis ANALYSIS = new Analysis("watches");

  /** The option with the regions. */
  public static final String OPTION = "watch";

  /** More regions of a picture are not measured. */
  public static final int MOST_REGIONS = 16;

  /** A region that varies less is flat: nothing can be told from it. */
  public static final double FLAT = 25;

  public static final int CELLS = 24;
  public static final int MARGIN = 8;

  private static final int HEAD = 4;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException when they are not those of a region
   */
  public RegionPatch {
    if (columns < 1
        || columns > CELLS
        || rows < 1
        || rows > CELLS
        || margin < 1
        || margin > MARGIN
        || cells.size() != (columns + 2 * margin) * (rows + 2 * margin)) {
      throw new IllegalArgumentException("these are no cells of a region");
    }
  }

  /** Whether there is too little in it to be known by. */
  public boolean isFlat() {
    return variance < FLAT;
  }

  /** A cell, from {@code -margin} on. */
  public float at(int column, int row) {
    return cells.get((row + margin) * (columns + 2 * margin) + column + margin);
  }

  /** This, as a vector of findings. */
  public FloatVector toVector() {
    float[] values = new float[HEAD + cells.size()];
    values[0] = columns;
    values[1] = rows;
    values[2] = margin;
    values[3] = (float) variance;
    for (int i = 0; i < cells.size(); i++) {
      values[HEAD + i] = cells.get(i);
    }
    return new FloatVector(values);
  }

  /** The regions of such findings, in the order of the option; empty if these are others. */
  public static Optional<List<RegionPatch>> of(Findings findings) {
    try {
      return findings.vectors().map(all -> all.stream().map(RegionPatch::of).toList());
    } catch (IllegalArgumentException e) { // of another version
      return Optional.empty();
    }
  }

  private static RegionPatch of(FloatVector vector) {
    if (vector.size() < HEAD) {
      throw new IllegalArgumentException("these are no cells of a region");
    }
    float[] cells = new float[vector.size() - HEAD];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = vector.get(HEAD + i);
    }
    return new RegionPatch(
        (int) vector.get(0),
        (int) vector.get(1),
        (int) vector.get(2),
        vector.get(3),
        new FloatVector(cells));
  }
}
