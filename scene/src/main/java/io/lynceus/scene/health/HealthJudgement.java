package io.lynceus.scene.health;

import io.lynceus.model.event.EventChange;
import java.util.List;
import java.util.Optional;

/**
 * What a still, or the lack of one, says of a camera.
 *
 * @param changes of events, in their order
 * @param hides whether what the still does not show may be there all the same
 * @param light in which it was taken, if it shows what the camera should see; else empty
 */
public record HealthJudgement(List<EventChange> changes, boolean hides, Optional<Light> light) {
  /** Nothing is known, nothing has changed. */
  public static final HealthJudgement NOTHING =
      new HealthJudgement(List.of(), false, Optional.empty());

  public HealthJudgement {
    changes = List.copyOf(changes);
  }
}
