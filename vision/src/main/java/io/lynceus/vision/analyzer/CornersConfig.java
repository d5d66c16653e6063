package io.lynceus.vision.analyzer;

import io.lynceus.model.settings.Check;

/**
 * Settings of {@code analysis.corners}.
 *
 * @param maxPoints {@code max-points}: most corners that are reported, the strongest ones; 1 to 500
 * @param quality {@code quality}: least strength as a part of the strongest corner's, 0.000001 to 1
 * @param minStrength {@code min-strength}: least strength whatever the strongest is, so that the
 *     noise of an empty scene has no corners, 0 to 1; for the unit see {@link CornersAnalyzer}
 * @param minDistance {@code min-distance}: least distance between two corners, as a part of the
 *     picture's longer side, 0 to 1
 * @param blockSize {@code block-size}: side of the neighbourhood that makes a corner, in pixels, 2
 *     to 31
 */
public record CornersConfig(
    int maxPoints, double quality, double minStrength, double minDistance, int blockSize) {
  /** More corners than this are never reported. */
  private static final int MAX_POINTS = 500;

  public CornersConfig {
    Check.wholeNumber("analysis.corners.max-points", maxPoints, 1, MAX_POINTS);
    Check.number("analysis.corners.quality", quality, 1e-6, 1);
    Check.number("analysis.corners.min-strength", minStrength, 0, 1);
    Check.number("analysis.corners.min-distance", minDistance, 0, 1);
    Check.wholeNumber("analysis.corners.block-size", blockSize, 2, 31);
  }

  /** Takes every value from the settings. */
  public static CornersConfig from(AnalysisSettings settings) {
    AnalysisSettings known =
        settings.only("max-points", "quality", "min-strength", "min-distance", "block-size");
    return new CornersConfig(
        known.count("max-points"),
        known.number("quality"),
        known.number("min-strength"),
        known.number("min-distance"),
        known.count("block-size"));
  }
}
