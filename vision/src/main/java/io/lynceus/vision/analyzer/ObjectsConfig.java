package io.lynceus.vision.analyzer;

import io.lynceus.model.settings.Check;
import io.lynceus.vision.network.DetectionRules;
import io.lynceus.vision.network.NetworkDescription;
import java.util.Map;

/**
 * Settings of {@code analysis.objects}. Where one is {@code auto}, the network's description says.
 *
 * @param minScore {@code min-score}: objects below are not reported, 0 to 1
 * @param minScores the same for single labels, by label, as the network's description has them;
 *     none when {@code min-score} is set
 * @param longSide {@code long-side}: pixels to which a picture's longer side is scaled; if set, 64
 *     to 2048; more finds smaller objects and takes longer, with the square
 * @param maxOverlap {@code max-overlap}: of two objects of one label that overlap more
 *     (intersection over union), only the better is reported, 0 to 1
 * @param maxOverlapOfLabels {@code max-overlap-of-labels}: the same for two objects of different
 *     labels, 0 to 1
 */
public record ObjectsConfig(
    double minScore,
    Map<String, Double> minScores,
    int longSide,
    double maxOverlap,
    double maxOverlapOfLabels) {
  public ObjectsConfig {
    minScores = Map.copyOf(minScores);
    Check.number("analysis.objects.min-score", minScore, 0, 1);
    Check.number("analysis.objects.max-overlap", maxOverlap, 0, 1);
    Check.number("analysis.objects.max-overlap-of-labels", maxOverlapOfLabels, 0, 1);
  }

  /** Takes every value from the settings, and from the network what they leave to it. */
  public static ObjectsConfig from(AnalysisSettings settings, NetworkDescription network) {
    AnalysisSettings known =
        settings.only("network", "min-score", "long-side", "max-overlap", "max-overlap-of-labels");
    DetectionRules rules = network.rules();
    return new ObjectsConfig(
        known.number("min-score", rules.minScore()),
        known.isSet("min-score") ? Map.of() : rules.minScores(),
        NetworkSettings.longSide(known, network),
        known.number("max-overlap", rules.maxOverlap()),
        known.number("max-overlap-of-labels"));
  }

  /** The threshold of a label. */
  double minScore(String label) {
    return minScores.getOrDefault(label, minScore);
  }
}
