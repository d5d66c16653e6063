package io.lynceus.vision.analyzer;

import io.lynceus.model.settings.Check;

/**
 * Settings of {@code analysis.edges}.
 *
 * @param blur {@code blur}: standard deviation of the Gaussian before the gradient, in pixels, 0
 *     (none) to 10
 * @param weakShare {@code weak-share}: share of the picture's pixels whose gradient is too weak to
 *     start an edge, 0 to 1; this share of the pixels is below the upper threshold
 * @param lowRatio {@code low-ratio}: lower threshold, at which an edge ends, as a part of the upper
 *     one, 0 to 1
 * @param minGradient {@code min-gradient}: least upper threshold, which keeps the noise of an empty
 *     scene from becoming edges; in units of the 3x3 Sobel operator on 8-bit grey, |dx| + |dy| (a
 *     step of 1 grey level has 4), 0 to 2040
 */
public record EdgesConfig(double blur, double weakShare, double lowRatio, int minGradient) {
  public EdgesConfig {
    Check.number("analysis.edges.blur", blur, 0, 10);
    Check.number("analysis.edges.weak-share", weakShare, 0, 1);
    Check.number("analysis.edges.low-ratio", lowRatio, 0, 1);
    Check.wholeNumber("analysis.edges.min-gradient", minGradient, 0, 2040);
  }

  /** Takes every value from the settings. */
  public static EdgesConfig from(AnalysisSettings settings) {
    AnalysisSettings known = settings.only("blur", "weak-share", "low-ratio", "min-gradient");
    return new EdgesConfig(
        known.number("blur"),
        known.number("weak-share"),
        known.number("low-ratio"),
        known.count("min-gradient"));
  }
}
