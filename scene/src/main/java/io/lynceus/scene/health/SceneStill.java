package io.lynceus.scene.health;

import io.lynceus.model.Box;
import io.lynceus.model.cameras.SceneStatistics;
import io.lynceus.model.event.BestStill;
import java.time.Instant;
import java.util.Optional;

/**
 * What one still of a camera says of the camera.
 *
 * @param image the id of its reply
 * @param sha256 of its file, 64 lower-case hexadecimal digits
 * @param time when it was taken; nothing lies ahead of {@code heard}
 * @param heard when its reply was given, by the master's clock
 * @param asked whether it was to be measured
 * @param measures of it; absent where there are none
 * @param width of the upright picture, pixels
 * @param height of the upright picture, pixels
 */
public record SceneStill(
    String image,
    String sha256,
    Instant time,
    Instant heard,
    boolean asked,
    Optional<SceneStatistics> measures,
    int width,
    int height) {

  public SceneStill {
    time = time.isAfter(heard) ? heard : time;
  }

  /** The whole picture, as the best still of an event. */
  BestStill best() {
    return new BestStill(image, sha256, time, 1, new Box(0, 0, width, height), width, height);
  }
}
