package io.lynceus.app.cli;

import io.lynceus.model.Camera;
import java.util.Locale;
import java.util.Optional;

/** Cameras that are named after folders and files. */
public final class NearestCamera {
  private NearestCamera() {}

  /** The nearest name that a camera may have; empty if nothing of the text is left. */
  public static Optional<Camera> of(String text) {
    String name =
        text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "-").replaceAll("^-|-$", "");
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Camera(name.substring(0, Math.min(name.length(), Camera.MAX_NAME_CHARS))));
  }
}
