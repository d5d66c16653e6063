package io.lynceus.scene.health;

import io.lynceus.model.Camera;
import io.lynceus.model.cameras.HealthState;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.scene.event.EventsConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The event of one camera's health that goes on, at most one. It is over when the camera is well
 * again, or when something else is wrong: that nobody can say, or that it is dark, ends nothing.
 * One thread at a time.
 */
final class HealthEvents {
  /** The name in the place of a rule's. */
  static final String RULE = EventsConfig.HEALTH;

  static final String LABEL = "camera";

  @Nullable SceneEvent open;

  /** The event kind of a state; absent for states that are no events. */
  static Optional<EventKind> kind(HealthState state) {
    return switch (state) {
      case LOST -> Optional.of(EventKind.LOST);
      case COVERED -> Optional.of(EventKind.COVERED);
      case BLURRED -> Optional.of(EventKind.BLURRED);
      case MOVED -> Optional.of(EventKind.MOVED);
      case FROZEN -> Optional.of(EventKind.FROZEN);
      case OK, DARK, BRIGHT, UNKNOWN -> Optional.empty();
    };
  }

  /**
   * The camera is in a state.
   *
   * @param still the latest one
   * @param time of it, or of now where the lack of stills says it
   * @param quiet whether nobody is told of what begins now
   */
  List<EventChange> follow(
      Camera camera,
      HealthState state,
      BestStill still,
      Instant time,
      Supplier<String> ids,
      boolean quiet) {
    List<EventChange> changes = new ArrayList<>();
    Optional<EventKind> kind = kind(state);
    SceneEvent before = open;
    if (before != null && kind.filter(before.kind()::equals).isPresent()) {
      open = before.seen(time, 1, before.best());
      return changes;
    }
    if (before != null && (kind.isPresent() || state == HealthState.OK)) {
      changes.add(
          new EventChange(EventChange.Type.END, before.seen(time, 1, before.best()).over()));
      open = null;
    }
    if (kind.isPresent()) {
      SceneEvent begun =
          new SceneEvent(
              ids.get(),
              kind.get(),
              RULE,
              camera,
              LABEL,
              Optional.empty(),
              time,
              time,
              Optional.empty(),
              1,
              quiet,
              still);
      open = begun;
      changes.add(new EventChange(EventChange.Type.NEW, begun));
    }
    return changes;
  }

  /** Stills of a camera that was lost come again. */
  List<EventChange> back(Instant time) {
    SceneEvent before = open;
    if (before == null || before.kind() != EventKind.LOST) {
      return List.of();
    }
    open = null;
    return List.of(
        new EventChange(EventChange.Type.END, before.seen(time, 1, before.best()).over()));
  }
}
