package io.lynceus.scene.camera;

import io.lynceus.model.Camera;
import io.lynceus.model.settings.Check;
import io.lynceus.scene.event.EventRule;
import io.lynceus.scene.event.EventsConfig;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All cameras that the owner describes. Immutable: a change of the settings makes another set.
 *
 * @param cameras at most {@value #MAX_CAMERAS}, in the order of the settings
 * @param only whether stills of other cameras are refused
 * @param events of all cameras, those that are not described too
 * @param ledger lines over which walkers are counted, likewise
 */
public record CameraSet(
    Map<Camera, CameraConfig> cameras, boolean only, EventsConfig events, LedgerConfig ledger) {
  public static final int MAX_CAMERAS = 256;

  /** No camera is described, and each is taken. */
  public static final CameraSet NONE = of(List.of(), false);

  /**
   * Checks the number of cameras, and the names that only all together can be wrong.
   *
   * @throws IllegalArgumentException naming the key and what it can be
   */
  public CameraSet {
    cameras = Collections.unmodifiableMap(new LinkedHashMap<>(cameras));
    Check.that(
        cameras.size() <= MAX_CAMERAS,
        "cameras",
        "at most " + MAX_CAMERAS + " entries long",
        cameras.size());
    for (CameraConfig camera : cameras.values()) {
      for (ZoneConfig zone : camera.zones()) {
        if (cameras.containsKey(new Camera(zone.name()))) {
          throw new IllegalArgumentException(
              "cameras."
                  + camera.name()
                  + ".zones."
                  + zone.name()
                  + " has the name of a camera: give the zone another one");
        }
      }
    }
  }

  /**
   * A set of these cameras.
   *
   * @throws IllegalArgumentException when two have one name, or the set cannot be
   */
  public static CameraSet of(List<CameraConfig> cameras, boolean only) {
    CameraConfig.checkDistinct("cameras", cameras.stream().map(CameraConfig::name).toList());
    Map<Camera, CameraConfig> byName = new LinkedHashMap<>();
    cameras.forEach(camera -> byName.put(camera.camera(), camera));
    return new CameraSet(byName, only, EventsConfig.USUAL, LedgerConfig.NONE);
  }

  /**
   * These cameras, with other events.
   *
   * @throws IllegalArgumentException when a rule names a camera or a zone that there is not
   */
  public CameraSet withEvents(EventsConfig others) {
    Set<String> zones = new HashSet<>();
    cameras.values().forEach(camera -> camera.zones().forEach(zone -> zones.add(zone.name())));
    for (EventRule rule : others.rules()) {
      for (String zone : rule.zones()) {
        if (!zones.contains(zone)) {
          throw new IllegalArgumentException(
              "events.rules.%s.when.zone names the zone %s, which no camera has"
                  .formatted(rule.name(), zone));
        }
      }
      for (String camera : rule.cameras()) {
        if (!Camera.isName(camera)) {
          throw new IllegalArgumentException(
              "events.rules.%s.when.camera has '%s': a camera's name is 1 to 40 of a-z 0-9 _ -"
                  .formatted(rule.name(), camera));
        }
      }
    }
    return new CameraSet(cameras, only, others, ledger);
  }

  /** These cameras, with other lines and areas. */
  public CameraSet withLedger(LedgerConfig other) {
    return new CameraSet(cameras, only, events, other);
  }

  /** What is known of a camera; empty for one that is not described. */
  public Optional<CameraConfig> find(Camera camera) {
    return Optional.ofNullable(cameras.get(camera));
  }

  /** Whether stills of a camera are taken. */
  public boolean takes(Camera camera) {
    return !only || cameras.containsKey(camera);
  }
}
