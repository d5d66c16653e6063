package io.lynceus.vision.analyzer;

/**
 * Settings of {@code analysis.objects}.
 *
 * @param minScore {@code min-score}: objects below are not reported, 0 to 1; at 0.4 hardly anything
 *     false is reported and more is missed
 * @param longSide {@code long-side}: pixels to which a picture's longer side is scaled, 64 to 2048;
 *     more finds smaller objects and takes longer, with the square
 * @param maxOverlap {@code max-overlap}: of two objects of one label that overlap more
 *     (intersection over union), only the better is reported, 0 to 1
 */
public record ObjectsConfig(double minScore, int longSide, double maxOverlap) {
  public static final ObjectsConfig DEFAULT = new ObjectsConfig(0.3, 512, 0.5);

  public ObjectsConfig {
    Setting.number("analysis.objects.min-score", minScore, 0, 1);
    Setting.count("analysis.objects.long-side", longSide, 64, 2048);
    Setting.number("analysis.objects.max-overlap", maxOverlap, 0, 1);
  }

  /** As the settings say; what they do not say has its default. */
  public static ObjectsConfig from(AnalysisSettings settings) {
    AnalysisSettings known = settings.only("min-score", "long-side", "max-overlap");
    return new ObjectsConfig(
        known.number("min-score", DEFAULT.minScore),
        known.count("long-side", DEFAULT.longSide),
        known.number("max-overlap", DEFAULT.maxOverlap));
  }
}
