package io.lynceus.scene.health;

import io.lynceus.model.Camera;
import io.lynceus.model.cameras.CameraHealth;
import io.lynceus.model.cameras.HealthState;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventChange;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The health of cameras: of at most {@value #MOST_CAMERAS}; that which was heard longest ago is
 * forgotten. A camera is lost by the master's clock; all else follows from the stills and their
 * times. One thread at a time.
 */
public final class Conditions {
  static final int MOST_CAMERAS = 1024;

  /** A camera without a still for that many of its usual times is lost. */
  private static final int LOST_AFTER = 3;

  /** Measures that are older say nothing of a camera, unless its stills come as seldom. */
  private static final Duration OLD = Duration.ofMinutes(10);

  private final ZoneId zone;
  private final Supplier<String> ids;
  private final Map<Camera, Known> cameras = new LinkedHashMap<>(16, 0.75f, true);

  /** Since when each camera of the settings is expected, by the master's clock. */
  private final Map<Camera, Instant> expected = new HashMap<>();

  private CameraSet set = CameraSet.NONE;
  private Function<Camera, Optional<Instant>> seen = camera -> Optional.empty();

  /** What is known of one camera. */
  static final class Known {
    final CameraCondition condition = new CameraCondition();
    final HealthEvents events = new HealthEvents();

    /** The last still of any kind. */
    @Nullable BestStill still;

    /** When a still was heard last, by the master's clock. */
    @Nullable Instant heard;

    /** When a still that was to be measured was heard last. */
    @Nullable Instant measured;

    boolean lost;
  }

  /**
   * @param zone in which hours of the day are meant
   * @param ids makes the id of each event
   */
  public Conditions(ZoneId zone, Supplier<String> ids) {
    this.zone = zone;
    this.ids = ids;
  }

  /** These settings hold from now on; what is known stays. */
  public void settings(CameraSet changed, Instant now) {
    set = changed;
    expected.keySet().retainAll(changed.cameras().keySet());
    changed.cameras().keySet().forEach(camera -> expected.putIfAbsent(camera, now));
  }

  /**
   * Whom to ask, from now on, when a camera sent its last still: one that was not heard here, as it
   * was refused or waits for the store, shows all the same that the camera is there.
   *
   * @param lastStills by the master's clock; must not block
   */
  public void seenBy(Function<Camera, Optional<Instant>> lastStills) {
    seen = lastStills;
  }

  /** Takes the next still of a camera into account. */
  public HealthJudgement hear(Camera camera, SceneStill still) {
    Known known = cameras.computeIfAbsent(camera, any -> new Known());
    if (cameras.size() > MOST_CAMERAS) {
      cameras.remove(cameras.keySet().iterator().next());
    }
    known.heard = still.heard();
    known.still = still.best();
    known.lost = false;
    List<EventChange> changes = new ArrayList<>(known.events.back(still.time()));
    if (!still.asked()) {
      return new HealthJudgement(changes, false, Optional.empty());
    }
    known.measured = still.heard();
    Optional<Boolean> hides = known.condition.hear(still);
    if (hides.isPresent()) {
      changes.addAll(
          follow(camera, known, known.condition.state, still.best(), still.time(), still.time()));
    }
    CameraCondition condition = known.condition;
    return new HealthJudgement(
        changes,
        hides.orElseGet(condition.state::hides),
        hides.isPresent() && condition.sees
            ? Optional.ofNullable(condition.light)
            : Optional.empty());
  }

  private List<EventChange> follow(
      Camera camera, Known known, HealthState state, BestStill still, Instant time, Instant told) {
    return set.events().enabled()
        ? known.events.follow(
            camera, state, still, time, ids, set.events().isQuiet(told.atZone(zone).toLocalTime()))
        : List.of();
  }

  /** Looks which cameras are lost at that time. */
  public Map<Camera, List<EventChange>> look(Instant now) {
    Map<Camera, List<EventChange>> changes = new LinkedHashMap<>();
    for (CameraConfig config : set.cameras().values()) {
      Camera camera = config.camera();
      Known known = cameras.get(camera);
      if (known != null && !known.lost && isLost(config, known, now)) {
        known.lost = true;
        BestStill still = known.still;
        if (still != null) {
          changes.put(camera, follow(camera, known, HealthState.LOST, still, still.at(), now));
        }
      }
    }
    return changes;
  }

  private boolean isLost(CameraConfig config, @Nullable Known known, Instant now) {
    if (config.expectEvery().isEmpty()) {
      return false;
    }
    Instant latest = expected.getOrDefault(config.camera(), now);
    if (known != null && known.heard != null && known.heard.isAfter(latest)) {
      latest = known.heard;
    }
    Instant arrived = seen.apply(config.camera()).orElse(latest);
    latest = arrived.isAfter(latest) ? arrived : latest;
    Duration longest = config.expectEvery().get().multipliedBy(LOST_AFTER);
    return Duration.between(latest, now).compareTo(longest) > 0;
  }

  /** How a camera is at that time. */
  public CameraHealth health(Camera camera, Instant now) {
    Known known = cameras.get(camera);
    CameraConfig config = set.find(camera).orElse(null);
    if (config != null && isLost(config, known, now)) {
      return new CameraHealth(
          HealthState.LOST,
          Optional.ofNullable(known == null ? null : known.still).map(BestStill::at),
          "no still came: look at the camera, its power and its network");
    }
    if (known == null || known.measured == null) {
      return CameraHealth.unknown(
          "its stills are not measured: add analyses = [scene] to the camera in cameras.conf");
    }
    Duration old = config == null ? OLD : config.expectEvery().map(this::old).orElse(OLD);
    if (Duration.between(known.measured, now).compareTo(old) > 0) {
      return CameraHealth.unknown("no still was measured since " + known.measured);
    }
    return known.condition.health();
  }

  private Duration old(Duration every) {
    Duration longest = every.multipliedBy(LOST_AFTER);
    return longest.compareTo(OLD) > 0 ? longest : OLD;
  }

  /**
   * What a camera shows now is what it is to show: its view is learnt anew.
   *
   * @return whether anything is known of the camera
   */
  public Optional<List<EventChange>> accept(Camera camera) {
    Known known = cameras.get(camera);
    if (known == null || known.measured == null) {
      return Optional.empty();
    }
    known.condition.accept();
    BestStill still = known.still;
    return Optional.of(
        still == null || known.lost
            ? List.of()
            : follow(camera, known, HealthState.OK, still, still.at(), still.at()));
  }

  /** What is known of a camera, as bytes for {@link #restore}; empty if nothing is. */
  public Optional<byte[]> snapshot(Camera camera) {
    return Optional.ofNullable(cameras.get(camera)).map(ConditionBytes::of);
  }

  /**
   * Goes on with what was known of a camera.
   *
   * @throws IOException when the bytes are damaged, or of another version
   */
  public void restore(Camera camera, byte[] snapshot) throws IOException {
    cameras.put(camera, ConditionBytes.read(snapshot, camera));
    if (cameras.size() > MOST_CAMERAS) { // a store may know more
      cameras.remove(cameras.keySet().iterator().next());
    }
  }

  /** Forgets a camera: its view is learnt anew. */
  public void forget(Camera camera) {
    cameras.remove(camera);
  }
}
