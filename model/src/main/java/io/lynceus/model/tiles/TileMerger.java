package io.lynceus.model.tiles;

import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Makes one list of the boxes that were found in the whole picture and in its tiles: nothing twice,
 * and nothing cut in half.
 *
 * <p>Tiles show what is small, and the whole picture what is large. So of a tile two kinds of boxes
 * are left out. One is cut: it touches a seam, that is, a side of its tile that is no side of the
 * picture. What is smaller than the overlap of the tiles ({@link TileGrid}) is whole in a tile
 * beside. The other is longer than half a side of its tile: what large things look like from near
 * is taken for something else.
 *
 * <p>The rest is thinned by greedy non-maximum suppression, best score first, as in SAHI (Akyon,
 * Altinuc, Temizel, "Slicing Aided Hyper Inference and Fine-tuning for Small Object Detection",
 * 2022). A box is left out if one that stays, of another part, means the same thing:
 *
 * <ul>
 *   <li>of the same label, with an intersection over the union above {@value #SAME}, or over the
 *       smaller box above {@value #COVERED};
 *   <li>of another label, with an intersection over the union above {@value #RIVALS}.
 * </ul>
 *
 * <p>Boxes of one part were told apart by its analysis, and all of them stay or each goes for its
 * own reason.
 *
 * <p>A pure function; any thread. Its time grows with the square of the number of boxes.
 */
public final class TileMerger {
  private static final double SAME = 0.5;
  private static final double COVERED = 0.6;
  private static final double RIVALS = 0.5;

  /** The longest side of a box of a tile, in parts of the tile's side. */
  private static final double LONGEST = 0.5;

  /** A box that ends this near to a side of its tile touches it: parts of the side, and pixels. */
  private static final double NEAR = 0.01;

  private static final double NEAR_PIXELS = 2;

  private TileMerger() {}

  /**
   * What was found in one part of a picture.
   *
   * @param tile empty for the whole picture
   * @param found with places in the picture
   */
  public record Part(Optional<Tile> tile, List<Detection> found) {
    public Part {
      found = List.copyOf(found);
    }
  }

  /**
   * Merges the parts.
   *
   * @param width of the upright picture, pixels
   * @param height of the upright picture, pixels
   * @return best score first; of more than {@value Findings#MAX_DETECTIONS} before the thinning,
   *     the best
   */
  public static List<Detection> merge(List<Part> parts, int width, int height) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Optional<Tile> tile = parts.get(i).tile();
      for (Detection found : parts.get(i).found()) {
        if (tile.isEmpty() || counts(found.box(), tile.get(), width, height)) {
          candidates.add(new Candidate(found, i));
        }
      }
    }
    candidates.sort(Comparator.comparing(candidate -> -candidate.found().score()));
    List<Candidate> kept = new ArrayList<>();
    for (Candidate candidate :
        candidates.subList(0, Math.min(candidates.size(), Findings.MAX_DETECTIONS))) {
      if (kept.stream().noneMatch(candidate::meansTheSameAs)) {
        kept.add(candidate);
      }
    }
    return kept.stream().map(Candidate::found).toList();
  }

  /**
   * A box on its way into the result.
   *
   * @param part number of its part
   */
  private record Candidate(Detection found, int part) {

    boolean meansTheSameAs(Candidate better) {
      if (part == better.part) {
        return false;
      }
      Box mine = found.box();
      Box other = better.found.box();
      if (!found.label().equals(better.found.label())) {
        return mine.overlapOfUnion(other) > RIVALS;
      }
      return mine.overlapOfUnion(other) > SAME || mine.overlapOfSmaller(other) > COVERED;
    }
  }

  private static boolean counts(Box box, Tile tile, int width, int height) {
    return box.width() <= LONGEST * tile.width()
        && box.height() <= LONGEST * tile.height()
        && !isCut(box, tile, width, height);
  }

  private static boolean isCut(Box box, Tile tile, int width, int height) {
    double nearX = Math.max(NEAR_PIXELS, NEAR * tile.width());
    double nearY = Math.max(NEAR_PIXELS, NEAR * tile.height());
    return (tile.x() > 0 && box.x() - tile.x() < nearX)
        || (tile.y() > 0 && box.y() - tile.y() < nearY)
        || (tile.right() < width && tile.right() - (box.x() + box.width()) < nearX)
        || (tile.bottom() < height && tile.bottom() - (box.y() + box.height()) < nearY);
  }
}
