package io.lynceus.vision.analyzer;

/**
 * The two thresholds of Canny's hysteresis, chosen by the picture itself.
 *
 * <p>An edge starts at a pixel whose gradient is above {@code high} and is followed as long as it
 * is above {@code low}.
 *
 * <p>Source: Canny takes them from percentiles of the gradient's histogram ("A Computational
 * Approach to Edge Detection", IEEE PAMI 8(6), 1986); the rule used here, a fixed share of pixels
 * that are no edges and a fixed ratio of the two, is that of MATLAB's {@code edge}.
 *
 * @param low in units of {@link EdgesConfig#minGradient}
 * @param high at least {@code low}
 */
record EdgeThresholds(double low, double high) {

  /**
   * The thresholds for a picture.
   *
   * @param histogram how many pixels have the gradient 0, 1, 2, …
   */
  static EdgeThresholds of(int[] histogram, EdgesConfig config) {
    long pixels = 0;
    for (int count : histogram) {
      pixels += count;
    }
    int gradient = 0;
    long upTo = histogram[0];
    while (upTo < config.weakShare() * pixels) {
      gradient++;
      upTo += histogram[gradient];
    }
    double high = Math.max(gradient, config.minGradient());
    return new EdgeThresholds(config.lowRatio() * high, high);
  }
}
