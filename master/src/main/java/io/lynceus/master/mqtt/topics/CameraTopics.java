package io.lynceus.master.mqtt.topics;

import io.lynceus.model.Camera;
import io.lynceus.model.text.FoldedText;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.WatchConfig;
import io.lynceus.scene.camera.ZoneConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The topics of a camera. Immutable.
 *
 * @param counts of the camera and of its zones
 * @param presences one for each label of the events' rules about it
 * @param watches whether something is wrong with a watch, by its name
 * @param snapshot of the still that shows the latest event
 * @param result of each still
 */
record CameraTopics(
    CameraConfig camera,
    List<CountTopic> counts,
    List<PresenceTopic> presences,
    Map<String, String> watches,
    String snapshot,
    String result) {
  static final String ALL = "all";

  CameraTopics {
    counts = List.copyOf(counts);
    presences = List.copyOf(presences);
    watches = Collections.unmodifiableMap(new TreeMap<>(watches));
  }

  /**
   * Those of a camera.
   *
   * @param prefix of all topics
   */
  static CameraTopics of(String prefix, CameraConfig camera, CameraSet set) {
    List<String> looked = new ArrayList<>();
    set.events().rulesOf(camera.name()).forEach(rule -> looked.addAll(rule.labels()));
    Map<String, String> labels = byTopic(looked);
    String base = prefix + "/" + camera.name();
    List<CountTopic> counts = new ArrayList<>(counts(base, Optional.empty(), labels));
    for (ZoneConfig zone : camera.zones()) {
      counts.addAll(
          counts(
              base + "/" + zone.name(),
              Optional.of(zone.name()),
              zone.labels().isEmpty() ? labels : byTopic(zone.labels())));
    }
    return new CameraTopics(
        camera,
        counts,
        labels.entrySet().stream()
            .map(each -> new PresenceTopic(each.getValue(), base + "/" + each.getKey() + "/state"))
            .toList(),
        set.watchesOf(camera.camera()).stream()
            .collect(
                Collectors.toMap(WatchConfig::name, watch -> base + "/" + watch.name() + "/watch")),
        snapshot(prefix, camera.camera()),
        base + "/result");
  }

  /** The labels, one of those that mean the same, by their levels in topics. */
  private static Map<String, String> byTopic(Collection<String> labels) {
    Map<String, String> distinct = new TreeMap<>();
    labels.stream().sorted().forEach(label -> distinct.putIfAbsent(FoldedText.of(label), label));
    Map<String, String> levels = new TreeMap<>();
    distinct.values().forEach(label -> levels.put(TopicNames.level(label), label));
    return levels;
  }

  private static List<CountTopic> counts(
      String base, Optional<String> zone, Map<String, String> labels) {
    List<CountTopic> counts = new ArrayList<>();
    counts.add(new CountTopic(zone, Optional.empty(), base + "/" + ALL));
    labels.forEach(
        (level, label) -> counts.add(new CountTopic(zone, Optional.of(label), base + "/" + level)));
    return counts;
  }

  /** The topic of a camera's snapshot, whether the camera is described or not. */
  static String snapshot(String prefix, Camera camera) {
    return prefix + "/" + camera.name() + "/snapshot";
  }

  /** How many topics that is. */
  int size() {
    return counts.size() + presences.size() + watches.size() + 1;
  }
}
