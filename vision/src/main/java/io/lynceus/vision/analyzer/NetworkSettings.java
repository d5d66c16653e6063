package io.lynceus.vision.analyzer;

import io.lynceus.model.settings.Check;
import io.lynceus.vision.network.ModelsFolder;
import io.lynceus.vision.network.NetworkDescription;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.NetworkFile;
import io.lynceus.vision.network.NetworkInput.Extent;
import io.lynceus.vision.network.NetworkKind.Use;

/** The settings that choose an analysis's network, and the size at which it sees pictures. */
final class NetworkSettings {
  private static final String LONG_SIDE = "long-side";
  private static final int LEAST_SIDE = 64;

  private NetworkSettings() {}

  /**
   * Reads the network that {@code analysis.KEY.network} names, or else the one that is chosen in
   * {@code models.dir}, or else the one that is shipped.
   *
   * @throws NetworkException when it cannot be used
   */
  static NetworkFile read(AnalysisSettings settings, Use use) throws NetworkException {
    return new ModelsFolder(settings.modelsDir()).read(use, settings.text("network", ""));
  }

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
