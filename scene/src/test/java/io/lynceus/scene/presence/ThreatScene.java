package io.lynceus.scene.presence;

import io.lynceus.scene.camera.Anchor;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.Polygon;
import io.lynceus.scene.camera.Vertex;
import io.lynceus.scene.camera.ZoneConfig;
import io.lynceus.scene.event.DailyHours;
import io.lynceus.scene.event.EventRule;
import io.lynceus.scene.event.EventsConfig;
import io.lynceus.scene.event.Situation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** The camera {@code yard} with a zone, and rules about it. */
final class ThreatScene {
  static final String DOOR = "door";

  private ThreatScene() {}

  /** A rule about the zone, called as what it is about. */
  static EventRule rule(Set<String> labels, Situation situation, List<DailyHours> hours) {
    return new EventRule(
        situation.getClass().getSimpleName().toLowerCase(Locale.ROOT),
        Set.of(),
        Set.of(DOOR),
        labels,
        OptionalInt.empty(),
        hours,
        Optional.of(situation),
        Optional.empty());
  }

  /** Stills of that camera, without a cooldown. */
  static Script with(EventRule... rules) {
    ZoneConfig door =
        new ZoneConfig(
            DOOR,
            "Door",
            new Polygon(List.of(new Vertex(0, 0), new Vertex(1, 0), new Vertex(1, 1))),
            Anchor.FOOT,
            ZoneConfig.OVERLAP,
            Set.of());
    CameraConfig yard =
        new CameraConfig(
            "yard",
            "Yard",
            Optional.empty(),
            Optional.empty(),
            new TreeSet<>(),
            List.of(),
            List.of(),
            List.of(door));
    EventsConfig usual = EventsConfig.USUAL;
    return new Script(
        CameraSet.of(List.of(yard), false)
            .withEvents(
                new EventsConfig(
                    true,
                    usual.minStills(),
                    usual.absentStills(),
                    usual.absentTime(),
                    Duration.ZERO,
                    List.of(),
                    List.of(rules))));
  }
}
