package io.lynceus.scene.watch;

import io.lynceus.model.Camera;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.model.watch.WatchKind;
import io.lynceus.model.watch.WatchStatus.Decided;
import io.lynceus.scene.event.EventsConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The event of one watch that goes on, at most one: it begins when something was wrong for long
 * enough, and ends when it is known not to be wrong any more. One thread at a time.
 */
final class WatchEvents {
  /** The name in the place of a rule's. */
  static final String RULE = EventsConfig.WATCHES;

  @Nullable SceneEvent open;

  static EventKind kind(WatchKind kind) {
    return switch (kind) {
      case PRESENT -> EventKind.WATCH_MISSING;
      case ABSENT -> EventKind.WATCH_PRESENT;
      case CHANGED -> EventKind.WATCH_CHANGED;
    };
  }

  /**
   * The region is in the state of its latest still.
   *
   * @param still the latest one
   * @param quiet whether nobody is told of what begins now
   */
  List<EventChange> follow(
      Camera camera, WatchedRegion region, BestStill still, Supplier<String> ids, boolean quiet) {
    Optional<Boolean> wrong = region.state.isProblem(region.config.kind());
    SceneEvent before = open;
    if (before != null && before.kind() != kind(region.config.kind())) {
      return end(still.at()); // the settings have another kind now
    }
    if (wrong.isEmpty()) {
      return List.of();
    }
    if (!wrong.get()) {
      return before == null ? List.of() : end(still.at());
    }
    if (before != null) {
      open = before.seen(still.at(), 1, before.best());
      return List.of();
    }
    Instant since = region.since == null ? still.at() : region.since;
    @Nullable Decided latest = region.window.peekLast();
    if (latest == null || latest.says() != region.state) {
      return List.of(); // the latest still does not say that it is wrong
    }
    if (Duration.between(since, still.at()).compareTo(region.config.lasts()) < 0) {
      return List.of();
    }
    SceneEvent begun =
        new SceneEvent(
            ids.get(),
            kind(region.config.kind()),
            RULE,
            camera,
            region.config.name(),
            Optional.empty(),
            since,
            still.at(),
            Optional.empty(),
            1,
            quiet,
            still);
    open = begun;
    return List.of(new EventChange(EventChange.Type.NEW, begun));
  }

  /** It is over, or nobody watches any more. */
  List<EventChange> end(Instant time) {
    SceneEvent before = open;
    if (before == null) {
      return List.of();
    }
    open = null;
    return List.of(
        new EventChange(EventChange.Type.END, before.seen(time, 1, before.best()).over()));
  }
}
