package io.lynceus.master.metrics;

import io.lynceus.model.cameras.ClusterCameras;
import io.lynceus.model.cameras.ClusterCameras.Entry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Gauges of cameras, one for each that the settings have, so at most 256. All others are one: their
 * names come from clients. One thread at a time.
 */
final class CameraMetrics {
  /** Can be no camera's name. */
  private static final String OTHERS = "(others)";

  private static final String CAMERA = "camera";

  private final Supplier<ClusterCameras> cameras;
  private final MultiGauge stills;
  private final MultiGauge ages;
  private final MultiGauge states;
  private final MultiGauge healths;
  private volatile boolean refused;

  /**
   * @param cameras asked for each page
   */
  CameraMetrics(MeterRegistry registry, Supplier<ClusterCameras> cameras) {
    this.cameras = cameras;
    stills =
        MultiGauge.builder("lynceus.camera.stills")
            .description("Stills of a camera that were analysed since the master's start")
            .register(registry);
    ages =
        MultiGauge.builder("lynceus.camera.age")
            .description("Time since the reply to a camera's last still")
            .baseUnit("seconds")
            .register(registry);
    states =
        MultiGauge.builder("lynceus.camera.state")
            .description("1 for the state of a camera: ok, late, never, unknown")
            .register(registry);
    healths =
        MultiGauge.builder("lynceus.camera.health")
            .description(
                "1 for the health of a camera: ok, lost, covered, dark, bright, blurred, moved,"
                    + " frozen, unknown")
            .register(registry);
    Gauge.builder("lynceus.cameras.refused", () -> refused ? 1 : 0)
        .description("1 while the file with the cameras is wrong, and what was before counts")
        .register(registry);
  }

  void show() {
    ClusterCameras now = cameras.get();
    refused = now.settings().refused().isPresent();
    List<Row<?>> counts = new ArrayList<>();
    List<Row<?>> seconds = new ArrayList<>();
    List<Row<?>> words = new ArrayList<>();
    List<Row<?>> health = new ArrayList<>();
    long others = 0;
    for (Entry camera : now.cameras()) {
      if (camera.described()) {
        Tags name = Tags.of(CAMERA, camera.name());
        counts.add(Row.of(name, camera.stills()));
        camera.last().ifPresent(last -> seconds.add(Row.of(name, last.age().toMillis() / 1000.0)));
        words.add(Row.of(name.and("state", camera.state().name().toLowerCase(Locale.ROOT)), 1));
        health.add(Row.of(name.and("state", camera.health().state().key()), 1));
      } else {
        others += camera.stills();
      }
    }
    if (others > 0) {
      counts.add(Row.of(Tags.of(CAMERA, OTHERS), others));
    }
    stills.register(counts, true);
    ages.register(seconds, true);
    states.register(words, true);
    healths.register(health, true);
  }
}
