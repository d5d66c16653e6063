package io.lynceus.model.cameras;

import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.FloatVector;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the analysis {@code scene} measures of a still: enough to compare it with others of its
 * camera, and too little to see anybody in it. The picture is divided into {@value #CELLS} by
 * {@value #CELLS} cells, and into {@value #OUTLINE_WIDTH} by {@value #OUTLINE_HEIGHT} smaller ones
 * for its outline; all run by rows, from the top left.
 *
 * @param brightness mean of the luma, 0 to 255
 * @param contrast standard deviation of the luma, grey levels
 * @param dark part of the picture with a luma of at most 15, 0 to 1
 * @param bright part of the picture with a luma of at least 250, 0 to 1
 * @param colour mean difference between the strongest and the weakest of red, green and blue, 0 to
 *     255; below about 6 the picture is grey
 * @param outline where brightness changes, in each of the small cells, 0 to 255
 * @param coarse strength of the coarse detail in each cell
 * @param fine strength of the fine detail in each cell
 * @param prints a number made of the exact pixels of each cell, 1 to 16,777,215; 0 where the cell
 *     has too little in it to tell one picture from the next
 */
public record SceneStatistics(
    double brightness,
    double contrast,
    double dark,
    double bright,
    double colour,
    FloatVector outline,
    FloatVector coarse,
    FloatVector fine,
    FloatVector prints) {
  /** The key of the analysis. */
  public static final Analysis ANALYSIS = new Analysis("scene");

  public static final int CELLS = 8;
  public static final int OUTLINE_WIDTH = 40;
  public static final int OUTLINE_HEIGHT = 30;

  private static final int VECTORS = 4;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException when a part has another size
   */
  public SceneStatistics {
    require(outline, OUTLINE_WIDTH * OUTLINE_HEIGHT);
    require(coarse, CELLS * CELLS);
    require(fine, CELLS * CELLS);
    require(prints, CELLS * CELLS);
  }

  private static void require(FloatVector part, int size) {
    if (part.size() != size) {
      throw new IllegalArgumentException(
          "a part of a scene has " + size + " numbers, not " + part.size());
    }
  }

  /** These, as findings of the analysis. */
  public Findings toFindings() {
    return Findings.NONE
        .withNumber("brightness", brightness)
        .withNumber("contrast", contrast)
        .withNumber("dark", dark)
        .withNumber("bright", bright)
        .withNumber("colour", colour)
        .withVectors(List.of(outline, coarse, fine, prints));
  }

  /** The statistics in such findings; empty if these are others. */
  public static Optional<SceneStatistics> of(Findings findings) {
    List<FloatVector> vectors = findings.vectors().orElse(List.of());
    Map<String, Double> numbers = findings.numbers();
    if (vectors.size() != VECTORS
        || !numbers
            .keySet()
            .containsAll(List.of("brightness", "contrast", "dark", "bright", "colour"))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new SceneStatistics(
              numbers.getOrDefault("brightness", 0.0),
              numbers.getOrDefault("contrast", 0.0),
              numbers.getOrDefault("dark", 0.0),
              numbers.getOrDefault("bright", 0.0),
              numbers.getOrDefault("colour", 0.0),
              vectors.get(0),
              vectors.get(1),
              vectors.get(2),
              vectors.get(3)));
    } catch (IllegalArgumentException e) { // of another version
      return Optional.empty();
    }
  }
}
