package io.lynceus.vision.analyzer;

import io.lynceus.model.settings.Check;
import io.lynceus.vision.network.NetworkDescription;
import io.lynceus.vision.network.NetworkInput.Extent;

/** The setting of the size at which an analysis's network sees pictures. */
final class NetworkSettings {
  private static final String LONG_SIDE = "long-side";
  private static final int LEAST_SIDE = 64;

  private NetworkSettings() {}

  /**
   * Pixels to which a picture's longer side is scaled.
   *
   * @throws IllegalArgumentException when that is set, and is out of its range or the network's
   *     input has one size only
   */
  static int longSide(AnalysisSettings settings, NetworkDescription network) {
    Extent extent = network.input().extent();
    if (settings.isSet(LONG_SIDE) && extent.fixed().isPresent()) {
      throw new IllegalArgumentException(
          "%s has no effect: the input of the network %s is always %dx%d; set it to auto"
              .formatted(
                  settings.name(LONG_SIDE),
                  network.id(),
                  extent.fixed().get().width(),
                  extent.fixed().get().height()));
    }
    int longSide = settings.count(LONG_SIDE, extent.longSide());
    if (settings.isSet(LONG_SIDE)) {
      Check.wholeNumber(settings.name(LONG_SIDE), longSide, LEAST_SIDE, Extent.GREATEST_SIDE);
    }
    return longSide;
  }
}
