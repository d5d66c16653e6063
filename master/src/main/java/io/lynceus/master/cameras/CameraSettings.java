package io.lynceus.master.cameras;

import io.lynceus.model.Analysis;
import io.lynceus.scene.camera.Anchor;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.FilterConfig;
import io.lynceus.scene.camera.LedgerConfig;
import io.lynceus.scene.camera.MaskConfig;
import io.lynceus.scene.camera.Polygon;
import io.lynceus.scene.camera.SourceConfig;
import io.lynceus.scene.camera.Vertex;
import io.lynceus.scene.camera.ZoneConfig;
import io.lynceus.scene.event.EventsConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes cameras of their settings, whose keys {@code config/cameras.conf} explains. */
final class CameraSettings {
  private final Path folder;
  private final Set<String> channels;

  /**
   * @param folder of the settings file: where relative paths in it begin
   * @param channels whom rules of events can name
   */
  CameraSettings(Path folder, Set<String> channels) {
    this.folder = folder;
    this.channels = channels;
  }

  /**
   * All cameras.
   *
   * @throws CameraSettingsException naming the key that cannot be
   */
  CameraSet cameras(SettingsObject root) throws CameraSettingsException {
    root.requireKnown("cameras-only", "cameras", "events", "lines", "areas");
    List<CameraConfig> cameras = new ArrayList<>();
    for (Map.Entry<String, SettingsObject> camera :
        root.objects("cameras", CameraSet.MAX_CAMERAS).entrySet()) {
      cameras.add(camera(camera.getKey(), camera.getValue()));
    }
    boolean only = root.isTrue("cameras-only");
    EventsConfig events = EventsSettings.of(root.object("events"), channels);
    CameraSet set = root.checked(() -> CameraSet.of(cameras, only));
    LedgerConfig ledger = LedgerSettings.of(root);
    return new CameraSet(set.cameras(), only, events, ledger); // zones may stand in other files
  }

  private CameraConfig camera(String name, SettingsObject settings) throws CameraSettingsException {
    settings.requireKnown(
        "title", "expect-every", "source", "analyses", "filters", "masks", "zones");
    String title = settings.text("title").orElse(name);
    var expectEvery = settings.time("expect-every");
    Optional<SettingsObject> described = settings.object("source");
    Optional<SourceConfig> source =
        described.isPresent() ? Optional.of(source(described.get())) : Optional.empty();
    SortedSet<Analysis> analyses = analyses(settings);
    List<FilterConfig> filters = new ArrayList<>();
    for (var each : settings.objects("filters", CameraConfig.MAX_FILTERS).entrySet()) {
      filters.add(filter(each.getKey(), each.getValue()));
    }
    List<MaskConfig> masks = new ArrayList<>();
    for (var each : settings.objects("masks", CameraConfig.MAX_REGIONS).entrySet()) {
      masks.add(mask(each.getKey(), each.getValue()));
    }
    List<ZoneConfig> zones = new ArrayList<>();
    for (var each : settings.objects("zones", CameraConfig.MAX_REGIONS).entrySet()) {
      zones.add(zone(each.getKey(), each.getValue()));
    }
    return settings.checked(
        () -> new CameraConfig(name, title, expectEvery, source, analyses, filters, masks, zones));
  }

  private static SortedSet<Analysis> analyses(SettingsObject settings)
      throws CameraSettingsException {
    SortedSet<Analysis> analyses = new TreeSet<>();
    for (String key : settings.texts("analyses")) {
      analyses.add(settings.checked(() -> new Analysis(key)));
    }
    return analyses;
  }

  private SourceConfig source(SettingsObject settings) throws CameraSettingsException {
    settings.requireKnown(
        "kind", "url", "user", "password-file", "certificate", "every", "timeout");
    SourceConfig.Kind kind =
        word(settings, "kind", SourceConfig.Kind.values()).orElse(SourceConfig.Kind.PUSH);
    Optional<URI> url = url(settings);
    String user = settings.text("user").orElse("");
    Optional<Path> passwordFile = file(settings, "password-file");
    Optional<Path> certificate = file(settings, "certificate");
    var every = settings.time("every").orElse(SourceConfig.EVERY);
    var timeout = settings.time("timeout").orElse(SourceConfig.TIMEOUT);
    return settings.checked(
        () -> new SourceConfig(kind, url, user, passwordFile, certificate, every, timeout));
  }

  private Optional<Path> file(SettingsObject settings, String key) throws CameraSettingsException {
    Optional<String> text = settings.text(key).filter(given -> !given.isEmpty());
    return text.isPresent() ? Optional.of(path(settings, key, text.get())) : Optional.empty();
  }

  private static Optional<URI> url(SettingsObject settings) throws CameraSettingsException {
    Optional<String> text = settings.text("url").filter(given -> !given.isBlank());
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new URI(text.get().strip()));
    } catch (URISyntaxException e) { // whose message may repeat a password
      throw settings.fault("url", "is no address: is a space or a bracket in it?");
    }
  }

  private Path path(SettingsObject settings, String key, String text)
      throws CameraSettingsException {
    try {
      return folder.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw settings.fault(key, "is no path");
    }
  }

  private static FilterConfig filter(String label, SettingsObject settings)
      throws CameraSettingsException {
    settings.requireKnown("min-score", "min-area", "max-area", "min-ratio", "max-ratio");
    var minScore = settings.number("min-score");
    var minArea = settings.number("min-area");
    var maxArea = settings.number("max-area");
    var minRatio = settings.number("min-ratio");
    var maxRatio = settings.number("max-ratio");
    return settings.checked(
        () -> new FilterConfig(label, minScore, minArea, maxArea, minRatio, maxRatio));
  }

  private static MaskConfig mask(String name, SettingsObject settings)
      throws CameraSettingsException {
    settings.requireKnown("labels", "polygon");
    Polygon polygon = polygon(settings);
    var labels = new LinkedHashSet<>(settings.texts("labels"));
    return settings.checked(() -> new MaskConfig(name, labels, polygon));
  }

  private static ZoneConfig zone(String name, SettingsObject settings)
      throws CameraSettingsException {
    settings.requireKnown(
        "title", "polygon", "anchor", "overlap", "labels", "min-stills", "loiter");
    Polygon polygon = polygon(settings);
    String title = settings.text("title").orElse(name);
    Anchor anchor = word(settings, "anchor", Anchor.values()).orElse(Anchor.FOOT);
    var overlap = settings.number("overlap");
    if (overlap.isPresent() && anchor != Anchor.OVERLAP) {
      throw settings.fault("overlap", "has an effect only with anchor = overlap");
    }
    var labels = new LinkedHashSet<>(settings.texts("labels"));
    int minStills = settings.wholeNumber("min-stills").orElse(ZoneConfig.MIN_STILLS);
    Duration loiter = settings.time("loiter").orElse(Duration.ZERO);
    return settings.checked(
        () ->
            new ZoneConfig(
                name,
                title,
                polygon,
                anchor,
                overlap.orElse(ZoneConfig.OVERLAP),
                labels,
                minStills,
                loiter));
  }

  private static Polygon polygon(SettingsObject settings) throws CameraSettingsException {
    List<double[]> points = settings.points("polygon", Polygon.MAX_POINTS);
    return settings.checked(
        () -> new Polygon(points.stream().map(xy -> new Vertex(xy[0], xy[1])).toList()));
  }

  private static <E extends Enum<E>> Optional<E> word(
      SettingsObject settings, String key, E[] words) throws CameraSettingsException {
    Optional<String> text = settings.text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    for (E word : words) {
      if (word.name().toLowerCase(Locale.ROOT).equals(text.get())) {
        return Optional.of(word);
      }
    }
    throw settings.fault(
        key,
        "is one of "
            + Arrays.stream(words)
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }
}
