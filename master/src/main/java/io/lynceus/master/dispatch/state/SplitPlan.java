package io.lynceus.master.dispatch.state;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.tiles.Tile;
import io.lynceus.model.tiles.Tiling;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What decides into which units a new task is split.
 *
 * @param catalog says what the analyses need, and which have tiles
 * @param free how many units of an analysis of one image would run at once if they were given now
 */
public record SplitPlan(AnalysisCatalog catalog, ToIntFunction<Analysis> free) {

  /** The tiles of an image that are looked at beside the whole; often none. */
  List<Tile> tiles(Analysis analysis, TaskRequest request) {
    return catalog
        .descriptor(analysis)
        .map(
            known ->
                Tiling.of(
                    known,
                    request.ask().options(),
                    request.image().width(),
                    request.image().height(),
                    () -> free.applyAsInt(analysis)))
        .orElse(List.of());
  }
}
