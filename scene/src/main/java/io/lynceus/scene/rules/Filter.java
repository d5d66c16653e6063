package io.lynceus.scene.rules;

import io.lynceus.model.Box;
import io.lynceus.scene.camera.FilterConfig;
import java.util.Optional;
import java.util.OptionalDouble;

/** The bounds of one label, after Frigate's object filters. Bounds are inclusive. Immutable. */
record Filter(FilterConfig bounds) {
  /** The key of the first bound that the detection is beyond; empty when it is within all. */
  Optional<String> beyond(float score, Box box, Frame frame) {
    double area = (double) box.width() * box.height();
    double ratio = (double) box.width() / box.height();
    if (below(score, bounds.minScore())) {
      return Optional.of("min-score");
    }
    if (below(area, frame.pixels(bounds.minArea()))) {
      return Optional.of("min-area");
    }
    if (above(area, frame.pixels(bounds.maxArea()))) {
      return Optional.of("max-area");
    }
    if (below(ratio, bounds.minRatio())) {
      return Optional.of("min-ratio");
    }
    return above(ratio, bounds.maxRatio()) ? Optional.of("max-ratio") : Optional.empty();
  }

  /** As 32 bits, because 0.3 of a network is less than 0.3 of a setting. */
  private static boolean below(double value, OptionalDouble bound) {
    return bound.isPresent() && (float) value < (float) bound.getAsDouble();
  }

  private static boolean above(double value, OptionalDouble bound) {
    return bound.isPresent() && (float) value > (float) bound.getAsDouble();
  }
}
