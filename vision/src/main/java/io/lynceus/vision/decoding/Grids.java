package io.lynceus.vision.decoding;

import io.lynceus.vision.image.Size;
import io.lynceus.vision.model.Letterbox;

/**
 * The grids of cells over a network's input, one for each of its strides. Their cells are numbered
 * one grid after the other, rows first. Immutable.
 */
final class Grids {
  private final int[] strides;

  /**
   * @param strides input pixels from cell to cell, in the order of the network's outputs
   */
  Grids(int... strides) {
    this.strides = strides;
  }

  int count() {
    return strides.length;
  }

  int stride(int grid) {
    return strides[grid];
  }

  /** The cells of a grid. One that the input's border cuts counts. */
  Size size(int grid, Letterbox letterbox) {
    return new Size(
        cells(letterbox.input().width(), strides[grid]),
        cells(letterbox.input().height(), strides[grid]));
  }

  private static int cells(int side, int stride) {
    return (side + stride - 1) / stride;
  }

  /** The number of a grid's cells. */
  int cells(int grid, Letterbox letterbox) {
    return (int) size(grid, letterbox).pixels();
  }

  /** The number of all cells. */
  int cells(Letterbox letterbox) {
    int all = 0;
    for (int grid = 0; grid < strides.length; grid++) {
      all += cells(grid, letterbox);
    }
    return all;
  }

  /**
   * A cell.
   *
   * @param grid of the cell
   * @param index of the cell in its grid
   * @param x left side of the cell, input pixels
   * @param y upper side of the cell, input pixels
   * @param stride input pixels across the cell
   */
  record Cell(int grid, int index, int x, int y, int stride) {}

  /** The cell of that number in a grid. */
  Cell cell(int grid, int index, Letterbox letterbox) {
    int columns = size(grid, letterbox).width();
    int stride = strides[grid];
    return new Cell(grid, index, index % columns * stride, index / columns * stride, stride);
  }

  /** The cell of that number among all. */
  Cell cell(int number, Letterbox letterbox) {
    int grid = 0;
    int index = number;
    while (index >= cells(grid, letterbox)) {
      index -= cells(grid, letterbox);
      grid++;
    }
    return cell(grid, index, letterbox);
  }
}
