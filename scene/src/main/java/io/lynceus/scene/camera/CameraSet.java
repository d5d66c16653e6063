package io.lynceus.scene.camera;

import io.lynceus.model.Camera;
import io.lynceus.model.settings.Check;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All cameras that the owner describes. Immutable: a change of the settings makes another set.
 *
 * @param cameras at most {@value #MAX_CAMERAS}, in the order of the settings
 * @param only whether stills of other cameras are refused
 */
public record CameraSet(Map<Camera, CameraConfig> cameras, boolean only) {
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
    return new CameraSet(byName, only);
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
