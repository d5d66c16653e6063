package io.lynceus.vision.haar;

import io.lynceus.model.settings.Check;
import io.lynceus.vision.analyzer.AnalysisSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings of {@code analysis.haar}.
 *
 * @param cascade {@code cascade}: the file of the cascade; empty: sought where OpenCV's packages
 *     put theirs
 * @param scaleStep {@code scale-step}: a window's side ÷ that of the next smaller one, 1.01 to 2
 * @param neighbours {@code neighbours}: so many windows have to agree on a face, 1 to 50
 * @param leastSide {@code least-side}: the smallest face that is reported, in pixels of the
 *     picture, 12 to 2048
 * @param longSide {@code long-side}: a larger picture is looked at scaled down to this longer side,
 *     64 to 4096 pixels
 */
public record HaarConfig(
    Optional<Path> cascade, double scaleStep, int neighbours, int leastSide, int longSide) {
  public HaarConfig {
    Check.number("analysis.haar.scale-step", scaleStep, 1.01, 2);
    Check.wholeNumber("analysis.haar.neighbours", neighbours, 1, 50);
    Check.wholeNumber("analysis.haar.least-side", leastSide, 12, 2048);
    Check.wholeNumber("analysis.haar.long-side", longSide, 64, 4096);
  }

  /** Takes every value from the settings. */
  public static HaarConfig from(AnalysisSettings settings) {
    AnalysisSettings known =
        settings.only("cascade", "scale-step", "neighbours", "least-side", "long-side");
    return new HaarConfig(
        known.isSet("cascade")
            ? Optional.of(known.text("cascade", "")).filter(file -> !file.isBlank()).map(Path::of)
            : Optional.empty(),
        known.number("scale-step"),
        known.count("neighbours"),
        known.count("least-side"),
        known.count("long-side"));
  }
}
