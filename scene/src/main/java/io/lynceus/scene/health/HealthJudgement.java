package io.lynceus.scene.health;

import io.lynceus.model.event.EventChange;
import java.util.List;

/**
 * What a still, or the lack of one, says of a camera.
 *
 * @param changes of events, in their order
 * @param hides whether what the still does not show may be there all the same
 */
public record HealthJudgement(List<EventChange> changes, boolean hides) {
  /** Nothing is known, nothing has changed. */
  public static final HealthJudgement NOTHING = new HealthJudgement(List.of(), false);

  public HealthJudgement {
    changes = List.copyOf(changes);
  }
}
