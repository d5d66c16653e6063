package io.lynceus.vision.analyzer;

/**
 * Settings of {@code analysis.edges}.
 *
 * @param blur {@code blur}: standard deviation of the Gaussian before the gradient, in pixels, 0
 *     (none) to 10
 * @param weakShare {@code weak-share}: share of the picture's pixels whose gradient is too weak to
 *     start an edge, 0 to 1; the upper threshold is the gradient that so many stay below
 * @param lowRatio {@code low-ratio}: lower threshold, at which an edge ends, as a part of the upper
 *     one, 0 to 1
 * @param minGradient {@code min-gradient}: least upper threshold, so that the noise of an empty
 *     scene does not become edges; in units of the 3x3 Sobel operator on 8-bit grey, |dx| + |dy| (a
 *     step of 1 grey level has 4), 0 to 2040
 */
public record EdgesConfig(double blur, double weakShare, double lowRatio, int minGradient) {
  public static final EdgesConfig DEFAULT = new EdgesConfig(1.4, 0.9, 0.5, 40);

  public EdgesConfig {
    Setting.number("analysis.edges.blur", blur, 0, 10);
    Setting.number("analysis.edges.weak-share", weakShare, 0, 1);
    Setting.number("analysis.edges.low-ratio", lowRatio, 0, 1);
    Setting.count("analysis.edges.min-gradient", minGradient, 0, 2040);
  }

  /** As the settings say; what they do not say has its default. */
  public static EdgesConfig from(AnalysisSettings settings) {
    AnalysisSettings known = settings.only("blur", "weak-share", "low-ratio", "min-gradient");
    return new EdgesConfig(
        known.number("blur", DEFAULT.blur),
        known.number("weak-share", DEFAULT.weakShare),
        known.number("low-ratio", DEFAULT.lowRatio),
        known.count("min-gradient", DEFAULT.minGradient));
  }
}
