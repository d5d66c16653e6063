package io.lynceus.scene.presence;

import io.lynceus.model.Camera;
import io.lynceus.scene.camera.CameraSet;
import java.io.IOException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What stands in front of the cameras: of at most {@value #MOST_CAMERAS}; that which was heard
 * longest ago is forgotten. All times are those of the stills. One thread at a time.
 */
public final class Presence {
  static final int MOST_CAMERAS = 1024;

  private final ZoneId clock;
  private final Supplier<String> ids;
  private final Map<Camera, CameraPresence> cameras = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Camera, Watch> watches = new HashMap<>();
  private CameraSet set = CameraSet.NONE;

  /**
   * @param clock in which hours of the day are meant
   * @param ids makes the id of each event
   */
  public Presence(ZoneId clock, Supplier<String> ids) {
    this.clock = clock;
    this.ids = ids;
  }

  /** These settings hold from now on; what is known stays. */
  public void settings(CameraSet changed) {
    set = changed;
    watches.clear();
  }

  /** Judges the next still of a camera. */
  public Judgement judge(Camera camera, Still still) {
    CameraPresence presence =
        cameras.computeIfAbsent(camera, name -> new CameraPresence(new OpenEvents(ids)));
    if (cameras.size() > MOST_CAMERAS) {
      forget(cameras.keySet().iterator().next());
    }
    return presence.judge(still, watches.computeIfAbsent(camera, this::watch));
  }

  private Watch watch(Camera camera) {
    return Watch.of(camera, set, clock);
  }

  /** Things that have arrived at a camera and are not gone, by their labels. */
  public Map<String, Integer> there(Camera camera) {
    Map<String, Integer> there = new HashMap<>();
    CameraPresence presence = cameras.get(camera);
    if (presence != null) {
      presence.things.stream()
          .filter(thing -> thing.arrived)
          .forEach(thing -> there.merge(thing.label, 1, Integer::sum));
    }
    return there;
  }

  /** What is known of a camera, as bytes for {@link #restore}; empty if nothing is. */
  public Optional<byte[]> snapshot(Camera camera) {
    return Optional.ofNullable(cameras.get(camera)).map(Snapshot::of);
  }

  /**
   * Goes on with what was known of a camera.
   *
   * @throws IOException when the bytes are damaged, or of another version
   */
  public void restore(Camera camera, byte[] snapshot) throws IOException {
    cameras.put(camera, Snapshot.read(snapshot, camera, ids));
  }

  /** Forgets a camera: what is there comes anew. */
  public void forget(Camera camera) {
    cameras.remove(camera);
    watches.remove(camera);
  }
}
