package io.lynceus.model.tiles;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a picture into tiles of one size that overlap by a fifth of their sides, as in SAHI (Akyon,
 * Altinuc, Temizel, "Slicing Aided Hyper Inference", 2022). What is smaller than the overlap is
 * whole in one tile at least.
 */
public final class TileGrid {
  /** Of a tile's side, what the next tile shows too. */
  static final double OVERLAP = 0.2;

  /** Tiles begin at multiples of this: decoders reduce JPEG files by 8 at most. */
  static final int STEP = 8;

  private TileGrid() {}

  /**
   * The tiles of a picture, row by row. There are as many across its shorter side as make them most
   * nearly square.
   *
   * @param width of the upright picture, pixels
   * @param height of the upright picture, pixels
   * @param along tiles along the longer side, from 1
   * @return an empty list if one tile would be the whole picture, as in a picture too small to cut
   */
  public static List<Tile> of(int width, int height, int along) {
    int across =
        (int)
            Math.max(
                1, Math.round((double) along * Math.min(width, height) / Math.max(width, height)));
    List<Span> columns = spans(width, width >= height ? along : across);
    List<Span> rows = spans(height, width >= height ? across : along);
    List<Tile> tiles = new ArrayList<>();
    for (Span row : rows) {
      for (Span column : columns) {
        tiles.add(new Tile(column.start(), row.start(), column.length(), row.length()));
      }
    }
    return tiles.size() == 1 ? List.of() : tiles;
  }

  private record Span(int start, int length) {}

  /** Equal parts of a side, the first at its start and the last at its end. */
  private static List<Span> spans(int side, int count) {
    int length = (int) Math.min(side, Math.ceil(side / (count - (count - 1) * OVERLAP)) + STEP);
    if (count == 1 || length == side) {
      return List.of(new Span(0, side));
    }
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < count - 1; i++) {
      int start = (int) ((long) (side - length) * i / (count - 1)) / STEP * STEP;
      spans.add(new Span(start, length));
    }
    int last = (side - length) / STEP * STEP;
    spans.add(new Span(last, side - last));
    return spans;
  }
}
