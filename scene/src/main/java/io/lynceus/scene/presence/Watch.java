package io.lynceus.scene.presence;

import io.lynceus.model.Camera;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.ZoneConfig;
import io.lynceus.scene.event.EventRule;
import io.lynceus.scene.event.EventsConfig;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is looked for in the stills of one camera. Immutable.
 *
 * @param zones of the camera, by their names
 * @param rules about it
 * @param labels of these rules, folded: nothing else is remembered
 * @param clock in which hours of the day are meant
 */
record Watch(
    Camera camera,
    EventsConfig config,
    Map<String, ZoneConfig> zones,
    List<EventRule> rules,
    Set<String> labels,
    ZoneId clock) {

  static Watch of(Camera camera, CameraSet set, ZoneId clock) {
    Map<String, ZoneConfig> zones = new HashMap<>();
    set.find(camera)
        .map(CameraConfig::zones)
        .ifPresent(all -> all.forEach(zone -> zones.put(zone.name(), zone)));
    List<EventRule> rules = set.events().rulesOf(camera.name());
    Set<String> labels = new HashSet<>();
    rules.forEach(rule -> labels.addAll(rule.foldedLabels()));
    return new Watch(camera, set.events(), zones, rules, labels, clock);
  }
}
