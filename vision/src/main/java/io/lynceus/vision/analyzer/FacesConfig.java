package io.lynceus.vision.analyzer;

/**
 * Settings of {@code analysis.faces}.
 *
 * @param minScore {@code min-score}: faces below are not reported, 0 to 1
 * @param longSide {@code long-side}: pixels to which a picture's longer side is scaled, 64 to 2048;
 *     more finds smaller faces and takes longer, with the square
 * @param closeUpLongSide {@code close-up-long-side}: the same for the second look, at large faces,
 *     which the first misses; 64 to 2048
 * @param closeUpHeight {@code close-up-height}: height from which a face of the second look counts,
 *     as a part of the picture's longer side, 0 to 1
 * @param maxOverlap {@code max-overlap}: of two faces that overlap more (intersection over union),
 *     only the better is reported, 0 to 1
 */
public record FacesConfig(
    double minScore, int longSide, int closeUpLongSide, double closeUpHeight, double maxOverlap) {
  public static final FacesConfig DEFAULT = new FacesConfig(0.6, 640, 256, 0.3, 0.3);

  public FacesConfig {
    Setting.number("analysis.faces.min-score", minScore, 0, 1);
    Setting.count("analysis.faces.long-side", longSide, 64, 2048);
    Setting.count("analysis.faces.close-up-long-side", closeUpLongSide, 64, 2048);
    Setting.number("analysis.faces.close-up-height", closeUpHeight, 0, 1);
    Setting.number("analysis.faces.max-overlap", maxOverlap, 0, 1);
  }

  /** As the settings say; what they do not say has its default. */
  public static FacesConfig from(AnalysisSettings settings) {
    AnalysisSettings known =
        settings.only(
            "min-score", "long-side", "close-up-long-side", "close-up-height", "max-overlap");
    return new FacesConfig(
        known.number("min-score", DEFAULT.minScore),
        known.count("long-side", DEFAULT.longSide),
        known.count("close-up-long-side", DEFAULT.closeUpLongSide),
        known.number("close-up-height", DEFAULT.closeUpHeight),
        known.number("max-overlap", DEFAULT.maxOverlap));
  }
}
