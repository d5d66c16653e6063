package io.lynceus.master.cameras;

import io.lynceus.model.Camera;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What differs between two sets of cameras.
 *
 * @param added the names of cameras that are new
 * @param changed of those whose settings are others
 * @param removed of those that are gone
 * @param only whether other cameras are refused, if that has changed
 */
record CameraChange(
    List<String> added, List<String> changed, List<String> removed, Optional<Boolean> only) {
  private static final int MOST_NAMES = 20;

  /** The difference; empty if there is none. */
  static Optional<CameraChange> between(CameraSet before, CameraSet after) {
    if (before.equals(after)) {
      return Optional.empty();
    }
    Map<Camera, CameraConfig> old = before.cameras();
    List<String> added = namesNotIn(old, after);
    List<String> removed = namesNotIn(after.cameras(), before);
    List<String> changed =
        after.cameras().values().stream()
            .filter(
                camera ->
                    old.containsKey(camera.camera()) && !camera.equals(old.get(camera.camera())))
            .map(CameraConfig::name)
            .toList();
    return Optional.of(
        new CameraChange(
            added,
            changed,
            removed,
            before.only() == after.only() ? Optional.empty() : Optional.of(after.only())));
  }

  private static List<String> namesNotIn(Map<Camera, CameraConfig> others, CameraSet set) {
    return set.cameras().keySet().stream()
        .filter(camera -> !others.containsKey(camera))
        .map(Camera::name)
        .toList();
  }

  /**
   * As an entry of the audit.
   *
   * @param who has done it
   */
  Map<String, String> facts(Map<String, String> who) {
    Map<String, String> facts = new LinkedHashMap<>(who);
    put(facts, "added", added);
    put(facts, "changed", changed);
    put(facts, "removed", removed);
    only.ifPresent(now -> facts.put("cameras-only", String.valueOf(now)));
    return facts;
  }

  private static void put(Map<String, String> facts, String key, List<String> names) {
    if (!names.isEmpty()) {
      String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
      int more = names.size() - MOST_NAMES;
      facts.put(key, more > 0 ? first + " and " + more + " more" : first);
    }
  }
}
