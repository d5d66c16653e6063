package io.lynceus.vision.analyzer;

import io.lynceus.model.settings.Check;
import io.lynceus.vision.network.DetectionRules;
import io.lynceus.vision.network.NetworkDescription;
import io.lynceus.vision.selection.CloseUpConfig;

/**
 * Settings of {@code analysis.faces}. Where one is {@code auto}, the network's description says.
 *
 * @param minScore {@code min-score}: faces below are not reported, 0 to 1
 * @param longSide {@code long-side}: pixels to which a picture's longer side is scaled; if set, 64
 *     to 2048; more finds smaller faces and takes longer, with the square
 * @param maxOverlap {@code max-overlap}: of two faces that overlap more (intersection over union),
 *     only the better is reported, 0 to 1
 * @param closeUps the keys that begin with {@code close-up}
 */
public record FacesConfig(
    double minScore, int longSide, double maxOverlap, CloseUpConfig closeUps) {
  public FacesConfig {
    Check.number("analysis.faces.min-score", minScore, 0, 1);
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
            "close-up-hint-score",
            "close-up-hint-height",
            "max-overlap");
    DetectionRules rules = network.rules();
    return new FacesConfig(
        known.number("min-score", rules.minScore()),
        NetworkSettings.longSide(known, network),
        known.number("max-overlap", rules.maxOverlap()),
        new CloseUpConfig(
            known.count("close-up-long-side"),
            known.number("close-up-height"),
            known.number("close-up-hint-score"),
            known.number("close-up-hint-height")));
  }
}
