package io.lynceus.scene.camera;

import io.lynceus.model.settings.Check;
import java.util.OptionalDouble;

/**
 * What a detection of one label has to be in order to count. An absent bound bounds nothing.
 *
 * @param label such as {@code person}; {@code face} for faces
 * @param minScore 0 to 1
 * @param minArea of the box: below 1 as a fraction of the picture, from 1 on in pixels
 * @param maxArea likewise
 * @param minRatio width of the box divided by its height, more than 0
 * @param maxRatio likewise
 */
public record FilterConfig(
    String label,
    OptionalDouble minScore,
    OptionalDouble minArea,
    OptionalDouble maxArea,
    OptionalDouble minRatio,
    OptionalDouble maxRatio) {
  private static final double MAX_AREA = 1e9;
  private static final double MAX_RATIO = 1e6;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the key and what it can be
   */
  public FilterConfig {
    CameraConfig.checkLabel(label);
    minScore.ifPresent(value -> Check.number("min-score", value, 0, 1));
    minArea.ifPresent(value -> checkArea("min-area", value));
    maxArea.ifPresent(value -> checkArea("max-area", value));
    minRatio.ifPresent(value -> Check.number("min-ratio", value, 0, MAX_RATIO));
    maxRatio.ifPresent(value -> Check.number("max-ratio", value, 0, MAX_RATIO));
    if (minArea.isPresent() && maxArea.isPresent()) {
      double min = minArea.getAsDouble();
      double max = maxArea.getAsDouble();
      boolean comparable = isFraction(min) == isFraction(max);
      Check.that(!comparable || min <= max, "max-area", "at least min-area, " + min, max);
    }
    if (minRatio.isPresent() && maxRatio.isPresent()) {
      double min = minRatio.getAsDouble();
      double max = maxRatio.getAsDouble();
      Check.that(min <= max, "max-ratio", "at least min-ratio, " + min, max);
    }
  }

  private static void checkArea(String key, double value) {
    Check.that(
        value >= 0 && value <= MAX_AREA,
        key,
        "a part of the picture below 1, such as 0.02, or a number of pixels up to 1000000000",
        value);
  }

  /** Whether an area of the settings is a part of the picture, and not a number of pixels. */
  public static boolean isFraction(double area) {
    return area < 1;
  }
}
