package io.lynceus.scene.watch;

import io.lynceus.model.Camera;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.watch.WatchState;
import io.lynceus.model.watch.WatchStatus;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.WatchConfig;
import io.lynceus.scene.presence.StillOrder;
import io.lynceus.scene.presence.StillOrder.Place;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The watches of all cameras: whether what should be in a region is there. All follows from the
 * stills and their times. One thread at a time.
 */
public final class Watches {
  private final ZoneId zone;
  private final Supplier<String> ids;
  private final Map<Camera, Known> cameras = new LinkedHashMap<>();
  private CameraSet set = CameraSet.NONE;

  /** What is known of one watch. */
  static final class Watch {
    final WatchedRegion region;
    final WatchEvents events = new WatchEvents();

    Watch(WatchConfig config) {
      region = new WatchedRegion(config);
    }
  }

  /** What is known of one camera. */
  static final class Known {
    final StillOrder order = new StillOrder();
    final Map<String, Watch> watches = new LinkedHashMap<>();
  }

  /**
   * @param zone in which hours of the day are meant
   * @param ids makes the id of each event
   */
  public Watches(ZoneId zone, Supplier<String> ids) {
    this.zone = zone;
    this.ids = ids;
  }

  /** These settings hold from now on; what is known of a region that stays where it is stays. */
  public void settings(CameraSet changed) {
    set = changed;
  }

  /** Whether anything of that camera is watched, or was till now. */
  public boolean isAbout(Camera camera) {
    return cameras.containsKey(camera) || !set.watchesOf(camera).isEmpty();
  }

  /** Takes the next still of a camera into account; one that comes too late counts for nothing. */
  public List<EventChange> hear(Camera camera, WatchStill still) {
    List<WatchConfig> configs = set.watchesOf(camera);
    Known known = cameras.computeIfAbsent(camera, any -> new Known());
    List<EventChange> changes = new ArrayList<>(leave(known, configs, still.best().at()));
    if (configs.isEmpty()) {
      cameras.remove(camera);
      return changes;
    }
    if (known.order.of(still.best().at()) == Place.LATE) {
      return changes;
    }
    known.order.counts(still.best().at());
    for (WatchConfig config : configs) {
      Watch watch = watch(known, config);
      watch.region.hear(still);
      if (set.events().enabled()) {
        changes.addAll(
            watch.events.follow(
                camera,
                watch.region,
                best(still.best(), config),
                ids,
                set.events().isQuiet(still.best().at().atZone(zone).toLocalTime())));
      }
    }
    return changes;
  }

  /** Ends what nobody watches any more. */
  private static List<EventChange> leave(Known known, List<WatchConfig> configs, Instant time) {
    List<EventChange> changes = new ArrayList<>();
    List<String> names = configs.stream().map(WatchConfig::name).toList();
    known
        .watches
        .entrySet()
        .removeIf(
            each -> {
              if (names.contains(each.getKey())) {
                return false;
              }
              changes.addAll(each.getValue().events.end(time));
              return true;
            });
    return changes;
  }

  private static Watch watch(Known known, WatchConfig config) {
    Watch watch = known.watches.computeIfAbsent(config.name(), any -> new Watch(config));
    WatchConfig before = watch.region.config;
    watch.region.config = config;
    if (!before.region().equals(config.region()) || before.kind() != config.kind()) {
      watch.region.accept();
    }
    return watch;
  }

  private static BestStill best(BestStill still, WatchConfig config) {
    return new BestStill(
        still.image(),
        still.sha256(),
        still.at(),
        still.score(),
        config.region().in(still.width(), still.height()),
        still.width(),
        still.height());
  }

  /** The watches of the settings, as their latest stills have them. */
  public List<WatchStatus> status() {
    return set.watches().stream().map(this::status).toList();
  }

  private WatchStatus status(WatchConfig config) {
    @Nullable Known known = cameras.get(new Camera(config.camera()));
    @Nullable Watch watch = known == null ? null : known.watches.get(config.name());
    WatchedRegion region =
        watch == null
                || !watch.region.config.region().equals(config.region())
                || watch.region.config.kind() != config.kind()
            ? new WatchedRegion(config)
            : watch.region;
    return new WatchStatus(
        config.name(),
        config.camera(),
        config.kind(),
        config.label(),
        config.region(),
        region.state,
        Optional.ofNullable(region.since),
        region.reason,
        region.state == WatchState.UNKNOWN ? List.of() : region.decided,
        region.looks());
  }

  /**
   * What the regions of a camera show now is what they are to show: it is learnt anew.
   *
   * @return the ends of the events that were open
   */
  public List<EventChange> accept(Camera camera, Instant now) {
    List<EventChange> changes = new ArrayList<>();
    Known known = cameras.get(camera);
    if (known != null) {
      for (Watch watch : known.watches.values()) {
        watch.region.accept();
        changes.addAll(watch.events.end(now));
      }
    }
    return changes;
  }

  /** What is known of a camera's watches, as bytes for {@link #restore}; empty if nothing is. */
  public Optional<byte[]> snapshot(Camera camera) {
    return Optional.ofNullable(cameras.get(camera)).map(WatchBytes::of);
  }

  /**
   * Goes on with what was known of a camera.
   *
   * @throws IOException when the bytes are damaged, or of another version
   */
  public void restore(Camera camera, byte[] snapshot) throws IOException {
    cameras.put(camera, WatchBytes.read(snapshot, camera));
  }

  /** Forgets a camera: how its regions look is learnt anew. */
  public void forget(Camera camera) {
    cameras.remove(camera);
  }
}
