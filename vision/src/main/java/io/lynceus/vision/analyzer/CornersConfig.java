package io.lynceus.vision.analyzer;

/**
 * Settings of {@code analysis.corners}.
 *
 * @param maxPoints {@code max-points}: only so many, the strongest, are reported, 1 to 500
 * @param quality {@code quality}: least strength as a part of the strongest corner's, above 0 to 1
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

  public static final CornersConfig DEFAULT = new CornersConfig(MAX_POINTS, 0.01, 1e-4, 0.005, 3);

  public CornersConfig {
    Setting.count("analysis.corners.max-points", maxPoints, 1, MAX_POINTS);
    Setting.number("analysis.corners.quality", quality, 1e-6, 1);
    Setting.number("analysis.corners.min-strength", minStrength, 0, 1);
    Setting.number("analysis.corners.min-distance", minDistance, 0, 1);
    Setting.count("analysis.corners.block-size", blockSize, 2, 31);
  }

  /** As the settings say; what they do not say has its default. */
  public static CornersConfig from(AnalysisSettings settings) {
    AnalysisSettings known =
        settings.only("max-points", "quality", "min-strength", "min-distance", "block-size");
    return new CornersConfig(
        known.count("max-points", DEFAULT.maxPoints),
        known.number("quality", DEFAULT.quality),
        known.number("min-strength", DEFAULT.minStrength),
        known.number("min-distance", DEFAULT.minDistance),
        known.count("block-size", DEFAULT.blockSize));
  }
}
