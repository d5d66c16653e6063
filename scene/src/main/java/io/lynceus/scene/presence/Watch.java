package io.lynceus.scene.presence;

import io.lynceus.model.Camera;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.ZoneConfig;
import io.lynceus.scene.event.EventRule;
import io.lynceus.scene.event.EventsConfig;
import io.lynceus.scene.event.Situation;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is looked for in the stills of one camera. Immutable.
 *
 * @param zones of the camera, by their names
 * @param rules about it
 * @param holes by zone, the longest time in which a thing may be unseen and counts as having stayed
 * @param aloneHole the same for a thing that lies alone; absent if no rule is about such things
 * @param labels of these rules, folded: nothing else is remembered
 * @param clock in which hours of the day are meant
 */
record Watch(
    Camera camera,
    EventsConfig config,
    Map<String, ZoneConfig> zones,
    List<EventRule> rules,
    Map<String, Duration> holes,
    Optional<Duration> aloneHole,
    Set<String> labels,
    ZoneId clock) {
  /** Of the time that makes an event, half may be unseen at once. */
  private static final int PARTS = 2;

  static Watch of(Camera camera, CameraSet set, ZoneId clock) {
    Map<String, ZoneConfig> zones = new HashMap<>();
    set.find(camera)
        .map(CameraConfig::zones)
        .ifPresent(all -> all.forEach(zone -> zones.put(zone.name(), zone)));
    List<EventRule> rules = set.events().rulesOf(camera.name());
    Set<String> labels = new HashSet<>();
    rules.forEach(rule -> labels.addAll(rule.foldedLabels()));
    return new Watch(
        camera, set.events(), zones, rules, holes(zones, rules), aloneHole(rules), labels, clock);
  }

  private static Map<String, Duration> holes(Map<String, ZoneConfig> zones, List<EventRule> rules) {
    Map<String, Duration> holes = new HashMap<>();
    zones.forEach(
        (name, zone) ->
            Stream.concat(
                    Stream.of(zone.loiter()), rules.stream().flatMap(rule -> loiter(rule, name)))
                .filter(time -> !time.isZero())
                .min(Comparator.naturalOrder())
                .ifPresent(time -> holes.put(name, time.dividedBy(PARTS))));
    return holes;
  }

  private static Stream<Duration> loiter(EventRule rule, String zone) {
    return rule.situation().stream()
        .filter(any -> rule.zones().contains(zone))
        .filter(Situation.Stay.class::isInstance)
        .map(stay -> ((Situation.Stay) stay).time());
  }

  private static Optional<Duration> aloneHole(List<EventRule> rules) {
    return rules.stream()
        .flatMap(rule -> rule.situation().stream())
        .filter(Situation.Unattended.class::isInstance)
        .map(alone -> ((Situation.Unattended) alone).time())
        .min(Comparator.naturalOrder())
        .map(time -> time.dividedBy(PARTS));
  }

  /** The longest time in which a thing may be unseen and counts as having stayed in that zone. */
  Duration longestHole(String zone) {
    return holes.getOrDefault(zone, CameraPresence.LONGEST_GAP);
  }
}
