package io.lynceus.master.events;

import io.lynceus.master.outlets.GivenReply;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.cameras.CameraHealth;
import io.lynceus.model.cameras.HealthState;
import io.lynceus.model.cameras.SceneStatistics;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.watch.WatchStatus;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.health.Conditions;
import io.lynceus.scene.health.HealthJudgement;
import io.lynceus.scene.health.SceneStill;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges the health of cameras by the replies. Any thread may call it; none waits for long. */
public final class HealthDesk {
  private final Conditions conditions;
  private final WatchDesk watches;

  /**
   * @param watches of the same cameras, which hear of each reply too
   */
  public HealthDesk(Conditions conditions, WatchDesk watches) {
    this.conditions = conditions;
    this.watches = watches;
  }

  /** The watched regions. */
  WatchDesk watches() {
    return watches;
  }

  /**
   * Whom to ask, from now on, when a camera sent its last still, heard here or not.
   *
   * @param lastStills by the master's clock; called by any thread; must not block
   */
  public synchronized void seenBy(Function<Camera, Optional<Instant>> lastStills) {
    conditions.seenBy(lastStills);
  }

  synchronized void settings(CameraSet set, Instant now) {
    conditions.settings(set, now);
    watches.settings(set);
  }

  synchronized HealthJudgement hear(GivenReply given, Instant now) {
    Reply reply = given.reply();
    Camera camera = reply.still().camera().orElse(null);
    if (camera == null || reply.rejection().isPresent() || reply.image().isEmpty()) {
      return HealthJudgement.NOTHING;
    }
    HealthJudgement condition = conditions.hear(camera, still(reply, reply.image().get(), now));
    List<EventChange> changes = new ArrayList<>(condition.changes());
    changes.addAll(watches.hear(given, condition, now));
    return new HealthJudgement(changes, condition.hides(), condition.light());
  }

  private static SceneStill still(Reply reply, ImageInfo image, Instant now) {
    @Nullable UnitReply unit = reply.analyses().get(SceneStatistics.ANALYSIS);
    return new SceneStill(
        reply.id(),
        image.sha256(),
        reply.still().time().map(time -> time.time().toInstant()).orElse(now),
        now,
        unit != null,
        Optional.ofNullable(unit)
            .filter(any -> image.condition().isWhole())
            .flatMap(UnitReply::findings)
            .flatMap(SceneStatistics::of),
        image.width(),
        image.height());
  }

  synchronized Map<Camera, List<EventChange>> look(Instant now) {
    return conditions.look(now);
  }

  synchronized Optional<List<EventChange>> accept(Camera camera, Instant now) {
    return conditions
        .accept(camera) // where it is not known, nothing is accepted
        .map(
            changes ->
                Stream.concat(changes.stream(), watches.accept(camera, now).stream()).toList());
  }

  /** The watched regions at that time. */
  public synchronized List<WatchStatus> watches(Instant now) {
    return watches.status(camera -> of(camera, now));
  }

  /** How a camera is at that time. */
  public synchronized CameraHealth of(Camera camera, Instant now) {
    return conditions.health(camera, now);
  }

  /** Whether what a still of that camera does not show now may be there all the same. */
  public boolean hides(Camera camera, Instant now) {
    HealthState state = of(camera, now).state();
    return state.hides() && state != HealthState.LOST; // there is a still
  }

  synchronized Optional<byte[]> snapshot(Camera camera) {
    return conditions.snapshot(camera);
  }

  synchronized void restore(Camera camera, byte[] state) throws IOException {
    conditions.restore(camera, state);
  }

  synchronized void forget(Camera camera) {
    conditions.forget(camera);
    watches.forget(camera);
  }
}
