package io.lynceus.master.cameras;

import io.lynceus.scene.camera.AreaConfig;
import io.lynceus.scene.camera.LedgerConfig;
import io.lynceus.scene.camera.LineConfig;
import io.lynceus.scene.camera.LineConfig.Rate;
import io.lynceus.scene.camera.Vertex;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Makes lines and areas of their settings, which {@code config/cameras.conf} explains. */
final class LedgerSettings {
  private LedgerSettings() {}

  /**
   * Reads {@code lines} and {@code areas}.
   *
   * @throws CameraSettingsException naming the key that cannot be
   */
  static LedgerConfig of(SettingsObject root) throws CameraSettingsException {
    Map<String, LineConfig> lines = new LinkedHashMap<>();
    for (var line : root.objects("lines", LedgerConfig.MAX).entrySet()) {
      lines.put(line.getKey(), line(line.getKey(), line.getValue()));
    }
    Map<String, AreaConfig> areas = new LinkedHashMap<>();
    for (var area : root.objects("areas", LedgerConfig.MAX).entrySet()) {
      areas.put(area.getKey(), area(area.getKey(), area.getValue()));
    }
    return root.checked(() -> new LedgerConfig(lines, areas));
  }

  private static LineConfig line(String name, SettingsObject settings)
      throws CameraSettingsException {
    settings.requireKnown("camera", "from", "to", "in", "labels", "max-gap", "rates");
    Optional<String> camera = settings.text("camera");
    if (camera.isEmpty()) {
      throw settings.fault("camera", "is missing: it is the name of the camera that sees the line");
    }
    Vertex from = point(settings, "from");
    Vertex to = point(settings, "to");
    boolean left =
        switch (settings.text("in").orElse("")) {
          case "left" -> true;
          case "right" -> false;
          default ->
              throw settings.fault(
                  "in", "is left or right: where who goes in goes, seen from the point from");
        };
    List<String> named = settings.texts("labels");
    Set<String> labels = named.isEmpty() ? LineConfig.LABELS : new LinkedHashSet<>(named);
    var maxGap = settings.time("max-gap").orElse(LineConfig.MAX_GAP);
    List<Rate> rates = new ArrayList<>();
    for (SettingsObject rate : settings.list("rates", LineConfig.MAX_RATES)) {
      rates.add(rate(rate));
    }
    return settings.checked(
        () -> new LineConfig(name, camera.get(), from, to, left, labels, maxGap, rates));
  }

  private static Rate rate(SettingsObject settings) throws CameraSettingsException {
    settings.requireKnown("every", "missed", "extra");
    var every = settings.time("every");
    var missed = settings.number("missed");
    var extra = settings.number("extra");
    if (every.isEmpty() || missed.isEmpty() || extra.isEmpty()) {
      throw settings.fault(
          "every", "stands with missed and extra: { every = 1 s, missed = 0.1, extra = 0.04 }");
    }
    return settings.checked(() -> new Rate(every.get(), missed.getAsDouble(), extra.getAsDouble()));
  }

  private static Vertex point(SettingsObject settings, String key) throws CameraSettingsException {
    double[] point = settings.point(key);
    if (!(point[0] >= 0 && point[0] <= 1 && point[1] >= 0 && point[1] <= 1)) {
      throw settings.fault(key, "is a point from 0 to 1, as fractions of width and height");
    }
    return new Vertex(point[0], point[1]);
  }

  private static AreaConfig area(String name, SettingsObject settings)
      throws CameraSettingsException {
    settings.requireKnown("title", "in", "capacity", "zero-at");
    String title = settings.text("title").orElse(name);
    List<String> lines = settings.texts("in");
    OptionalInt capacity = settings.wholeNumber("capacity");
    Optional<String> given = settings.text("zero-at");
    Optional<LocalTime> zeroAt =
        given.isPresent() ? Optional.of(time(settings, given.get())) : Optional.empty();
    return settings.checked(() -> new AreaConfig(name, title, lines, capacity, zeroAt));
  }

  private static LocalTime time(SettingsObject settings, String text)
      throws CameraSettingsException {
    try {
      return LocalTime.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw settings.fault("zero-at", "is a time of day such as \"04:00\"");
    }
  }
}
