package io.lynceus.scene.rules;

import io.lynceus.model.Camera;
import io.lynceus.scene.camera.CameraSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The rules of all cameras. Immutable. */
public final class SceneRules {
  /** No camera has any. */
  public static final SceneRules NONE = new SceneRules(Map.of());

  private final Map<Camera, CameraRules> byCamera;

  private SceneRules(Map<Camera, CameraRules> byCamera) {
    this.byCamera = byCamera;
  }

  /** The rules that the settings give. */
  public static SceneRules of(CameraSet set) {
    Map<Camera, CameraRules> rules = new HashMap<>();
    set.cameras()
        .forEach(
            (camera, config) -> {
              CameraRules own = CameraRules.of(config);
              if (!own.isEmpty()) {
                rules.put(camera, own);
              }
            });
    return new SceneRules(rules);
  }

  /** The rules of a camera; {@link CameraRules#NONE} for one without, and where none is named. */
  public CameraRules of(Optional<Camera> camera) {
    return byCamera.isEmpty()
        ? CameraRules.NONE
        : camera
            .map(named -> byCamera.getOrDefault(named, CameraRules.NONE))
            .orElse(CameraRules.NONE);
  }
}
