package io.lynceus.model.tiles;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AnalysisOption;
import io.lynceus.model.AskOptions;
import io.lynceus.model.FindingsKind;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;

/** Decides which pictures are cut into tiles, and into how many: the option {@code tiles}. */
public final class Tiling {
  /** The most tiles along the longer side of a picture. */
  public static final int MOST_ALONG = 6;

  /** The most parts of a picture: the tiles, and the whole. */
  public static final int MOST_PARTS = MOST_ALONG * MOST_ALONG + 1;

  private static final String AUTO = "auto";

  /** With {@code auto}, a tile has about this many pixels on its longer side, or more. */
  private static final int AUTO_SIDE = 960;

  /** With {@code auto}, the most tiles along the longer side. */
  private static final int AUTO_MOST = 4;

  private Tiling() {}

  /**
   * The tiles in which an analysis looks at a picture, beside the whole.
   *
   * <p>With {@code auto} these are as many as have at least {@value #AUTO_SIDE} pixels each along
   * the longer side, at most {@value #AUTO_MOST}, and no more than can be looked at at once, with
   * the whole picture: so that the reply is not much later.
   *
   * @param width of the upright picture, pixels
   * @param height of the upright picture, pixels
   * @param free how many units of the analysis would run at once if they were given now; asked for
   *     with {@code auto} only
   * @return none when the whole picture alone is looked at
   */
  public static List<Tile> of(
      AnalysisDescriptor analysis, AskOptions options, int width, int height, IntSupplier free) {
    String asked = options.value(AnalysisOption.TILES.key()).orElse("");
    if (asked.isEmpty() || !canBeTiled(analysis)) {
      return List.of();
    }
    if (!asked.equals(AUTO)) {
      return TileGrid.of(width, height, Integer.parseInt(asked));
    }
    for (int along = Math.min(AUTO_MOST, Math.max(width, height) / AUTO_SIDE); along > 1; along--) {
      List<Tile> tiles = TileGrid.of(width, height, along);
      if (tiles.size() < free.getAsInt()) {
        return tiles;
      }
    }
    return List.of();
  }

  /** Findings of other analyses are of the whole picture, and of parts no map or number is made. */
  private static boolean canBeTiled(AnalysisDescriptor analysis) {
    return analysis.options().contains(AnalysisOption.TILES)
        && analysis.needs().isEmpty()
        && analysis.kinds().equals(Set.of(FindingsKind.DETECTIONS));
  }
}
