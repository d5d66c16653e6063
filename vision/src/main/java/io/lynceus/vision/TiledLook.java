package io.lynceus.vision;

import io.lynceus.model.Findings;
import io.lynceus.model.Question;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.model.tiles.Tile;
import io.lynceus.model.tiles.TileMerger;
import io.lynceus.model.tiles.TileMerger.Part;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.SharedPicture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the whole picture and then at its tiles, on the caller's thread, and merges what was
 * found as a master does.
 *
 * @param picture for the whole
 * @param fine for the tiles, see {@link SharedPicture#forTiles}
 */
record TiledLook(SharedPicture picture, SharedPicture fine) {

  Findings analyze(Analyzer analyzer, Question question, List<Tile> tiles)
      throws AnalysisException, UnreadableImageException {
    Findings whole = analyzer.analyze(picture.forUnit(), question);
    if (tiles.isEmpty()) {
      return whole;
    }
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(Optional.empty(), whole.boxes()));
    for (Tile tile : tiles) {
      try (Picture part = fine.forUnit(tile)) {
        Findings found = tile.toPicture(analyzer.analyze(part, question));
        parts.add(new Part(Optional.of(tile), found.boxes()));
      }
    }
    Size size = picture.size();
    return whole.withDetections(TileMerger.merge(parts, size.width(), size.height()));
  }

  PictureCondition condition() {
    return picture.forUnit().condition().and(fine.forUnit().condition());
  }
}
