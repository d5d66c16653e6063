package io.lynceus.vision.match;

import io.lynceus.model.settings.Check;
import io.lynceus.vision.analyzer.AnalysisSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settings of {@code analysis.match}.
 *
 * @param dir {@code dir}: folder with the patterns, one picture each; empty: none
 * @param minScore {@code min-score}: least score of what is reported, 0 to 1
 * @param scale {@code scale}: by how much a pattern may be larger or smaller in a picture than in
 *     its file, as a factor, 1 to 4
 * @param rotation {@code rotation}: by how much it may be turned, to either side, 0 to 45 degrees
 * @param longSide {@code long-side}: a larger picture is looked at scaled down to this longer side,
 *     64 to 2048 pixels
 * @param maxFound {@code max-found}: most places that are reported of one pattern, 1 to 100
 */
public record MatchConfig(
    Optional<Path> dir,
    double minScore,
    double scale,
    double rotation,
    int longSide,
    int maxFound) {
  /** A step between two sizes; half of it costs a score of 0.9 about 0.05. */
  static final double SCALE_STEP = 1.15;

  /** A step between two turns, degrees. */
  static final double ROTATION_STEP = 6;

  /** More searches than this, of all patterns in all sizes and turns, take too long. */
  static final int MOST_SEARCHES = 2000;

  public MatchConfig {
    Check.number("analysis.match.min-score", minScore, 0, 1);
    Check.number("analysis.match.scale", scale, 1, 4);
    Check.number("analysis.match.rotation", rotation, 0, 45);
    Check.wholeNumber("analysis.match.long-side", longSide, 64, 2048);
    Check.wholeNumber("analysis.match.max-found", maxFound, 1, 100);
  }

  /** Takes every value from the settings. */
  public static MatchConfig from(AnalysisSettings settings) {
    AnalysisSettings known =
        settings.only("dir", "min-score", "scale", "rotation", "long-side", "max-found");
    return new MatchConfig(
        Optional.of(known.text("dir", "")).filter(dir -> !dir.isBlank()).map(Path::of),
        known.number("min-score"),
        known.number("scale"),
        known.number("rotation"),
        known.count("long-side"),
        known.count("max-found"));
  }

  /** The sizes that are tried, as factors, from {@code 1 / scale} to {@code scale}. */
  List<Double> scales() {
    List<Double> scales = new ArrayList<>();
    int steps = (int) Math.ceil(Math.log(scale) / Math.log(SCALE_STEP) - 1e-9);
    for (int i = -steps; i <= steps; i++) {
      scales.add(steps == 0 ? 1.0 : Math.pow(scale, (double) i / steps));
    }
    return scales;
  }

  /** The turns that are tried, degrees. */
  List<Double> rotations() {
    List<Double> rotations = new ArrayList<>();
    int steps = (int) Math.ceil(rotation / ROTATION_STEP - 1e-9);
    for (int i = -steps; i <= steps; i++) {
      rotations.add(steps == 0 ? 0.0 : rotation * i / steps);
    }
    return rotations;
  }

  /**
   * Refuses what would take too long.
   *
   * @throws IllegalArgumentException naming the settings to change
   */
  void requireBounded(int patterns) {
    int each = scales().size() * rotations().size();
    if (patterns * each > MOST_SEARCHES) {
      throw new IllegalArgumentException(
          ("analysis.match: %d patterns in %d sizes and turns each are %d searches of a picture,"
                  + " and at most %d are made: lower scale or rotation, or keep fewer patterns")
              .formatted(patterns, each, patterns * each, MOST_SEARCHES));
    }
  }
}
