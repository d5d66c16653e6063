package io.lynceus.vision.analyzer;

import io.lynceus.model.settings.Check;
import io.lynceus.vision.network.DetectionRules;
import io.lynceus.vision.network.NetworkDescription;

/**
 * Settings of {@code analysis.faces}. Where one is {@code auto}, the network's description says.
 *
 * @param minScore {@code min-score}: faces below are not reported, 0 to 1
 * @param longSide {@code long-side}: pixels to which a picture's longer side is scaled; if set, 64
 *     to 2048; more finds smaller faces and takes longer, with the square
 * @param closeUpLongSide {@code close-up-long-side}: the same for the second look, at large faces,
 *     which the first misses; 64 to 2048
 * @param closeUpHeight {@code close-up-height}: height from which a face of the second look counts,
 *     as a part of the picture's longer side, 0 to 1
 * @param maxOverlap {@code max-overlap}: of two faces that overlap more (intersection over union),
 *     only the better is reported, 0 to 1
 */
public record FacesConfig(
    double minScore, int longSide, int closeUpLongSide, double closeUpHeight, double maxOverlap) {
  public FacesConfig {
    Check.number("analysis.faces.min-score", minScore, 0, 1);
    Check.wholeNumber("analysis.faces.close-up-long-side", closeUpLongSide, 64, 2048);
    Check.number("analysis.faces.close-up-height", closeUpHeight, 0, 1);
    Check.number("analysis.faces.max-overlap", maxOverlap, 0, 1);
  }

  /** Takes every value from the settings, and from the network what they leave to it. */
  public static FacesConfig from(AnalysisSettings settings, NetworkDescription network) {
    AnalysisSettings known =
        settings.only(
            "network",
            "min-score",
            "long-side",
            "close-up-long-side",
            "close-up-height",
            "max-overlap");
    DetectionRules rules = network.rules();
    return new FacesConfig(
        known.number("min-score", rules.minScore()),
        NetworkSettings.longSide(known, network),
        known.count("close-up-long-side"),
        known.number("close-up-height"),
        known.number("max-overlap", rules.maxOverlap()));
  }
}
