package io.lynceus.master.cameras;

import io.lynceus.master.cameras.StillTally.Stills;
import io.lynceus.model.Point;
import io.lynceus.model.cameras.ClusterCameras;
import io.lynceus.model.cameras.ClusterCameras.Filter;
import io.lynceus.model.cameras.ClusterCameras.LastStill;
import io.lynceus.model.cameras.ClusterCameras.Mask;
import io.lynceus.model.cameras.ClusterCameras.Rules;
import io.lynceus.model.cameras.ClusterCameras.Source;
import io.lynceus.model.cameras.ClusterCameras.State;
import io.lynceus.model.cameras.ClusterCameras.Zone;
import io.lynceus.scene.camera.Anchor;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.FilterConfig;
import io.lynceus.scene.camera.Polygon;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Makes what is told of one camera. */
final class CameraEntry {
  /** A still may come a little late, and one may be lost. */
  private static final int LATE_AFTER = 2;

  private CameraEntry() {}

  static ClusterCameras.Entry of(
      CameraConfig camera, boolean described, Optional<Stills> stills, Source source, Instant now) {
    Optional<LastStill> last = stills.map(had -> last(had, now));
    return new ClusterCameras.Entry(
        camera.name(),
        camera.title(),
        described,
        state(camera, last),
        camera.expectEvery(),
        stills.map(Stills::count).orElse(0L),
        last,
        source,
        rules(camera));
  }

  private static State state(CameraConfig camera, Optional<LastStill> last) {
    if (last.isEmpty()) {
      return State.NEVER;
    }
    if (camera.expectEvery().isEmpty()) {
      return State.UNKNOWN;
    }
    Duration late = camera.expectEvery().get().multipliedBy(LATE_AFTER);
    return last.get().age().compareTo(late) > 0 ? State.LATE : State.OK;
  }

  private static LastStill last(Stills stills, Instant now) {
    Duration age = Duration.between(stills.at(), now);
    return new LastStill(
        stills.last().id(),
        stills.last().still().time(),
        age.isNegative() ? Duration.ZERO : age, // the clock was set back
        stills.last().status(),
        stills.last().counts(),
        stills.last().zones());
  }

  private static Rules rules(CameraConfig camera) {
    return new Rules(
        camera.zones().stream()
            .map(
                zone ->
                    new Zone(
                        zone.name(),
                        zone.title(),
                        points(zone.polygon()),
                        zone.anchor().name().toLowerCase(Locale.ROOT),
                        zone.anchor() == Anchor.OVERLAP
                            ? OptionalDouble.of(zone.overlap())
                            : OptionalDouble.empty(),
                        List.copyOf(zone.labels()),
                        zone.minStills(),
                        zone.loiter()))
            .toList(),
        camera.masks().stream()
            .map(mask -> new Mask(mask.name(), points(mask.polygon()), List.copyOf(mask.labels())))
            .toList(),
        camera.filters().stream().map(CameraEntry::filter).toList());
  }

  private static List<Point> points(Polygon polygon) {
    return polygon.points().stream().map(p -> new Point((float) p.x(), (float) p.y())).toList();
  }

  private static Filter filter(FilterConfig filter) {
    Map<String, Double> bounds = new LinkedHashMap<>();
    filter.minScore().ifPresent(value -> bounds.put("min-score", value));
    filter.minArea().ifPresent(value -> bounds.put("min-area", value));
    filter.maxArea().ifPresent(value -> bounds.put("max-area", value));
    filter.minRatio().ifPresent(value -> bounds.put("min-ratio", value));
    filter.maxRatio().ifPresent(value -> bounds.put("max-ratio", value));
    return new Filter(filter.label(), bounds);
  }
}
