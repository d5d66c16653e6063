package io.lynceus.master.gateway.compat;

import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.http.Query;
import io.lynceus.model.Camera;
import io.lynceus.scene.camera.CameraSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which camera took a still: the parameter {@code camera} of the query, or else the file's name up
 * to its first dot, in lower case. AI Tool sends {@code Garage.20210705_120000.jpg}. Other programs
 * send {@code image.jpg}, {@code image}, or a name that is never used again: so a file's name
 * counts only if it names a camera that is described, or has a second dot.
 */
final class StillSource {
  private static final String KEY = "camera";

  private StillSource() {}

  /**
   * The camera, if the request tells.
   *
   * @param query of the request; its other parameters are passed over
   * @param cameras that are described
   * @throws BadCommandException for a camera in the query that cannot be one
   */
  static Optional<Camera> camera(
      Optional<String> query, Optional<String> fileName, CameraSet cameras)
      throws BadCommandException {
    for (Map.Entry<String, String> parameter : Query.parameters(query)) {
      if (parameter.getKey().equals(KEY) && !parameter.getValue().isEmpty()) {
        try {
          return Optional.of(new Camera(parameter.getValue()));
        } catch (IllegalArgumentException e) {
          throw new BadCommandException(String.valueOf(e.getMessage()));
        }
      }
    }
    return fileName.flatMap(name -> ofFile(name, cameras));
  }

  private static Optional<Camera> ofFile(String name, CameraSet cameras) {
    String[] parts = name.split("\\.", 3);
    if (!Camera.isName(parts[0].toLowerCase(Locale.ROOT))) {
      return Optional.empty();
    }
    Camera camera = new Camera(parts[0].toLowerCase(Locale.ROOT));
    boolean counts =
        cameras.find(camera).isPresent() || (parts.length == 3 && cameras.takes(camera));
    return counts ? Optional.of(camera) : Optional.empty();
  }
}
