package io.lynceus.master.cameras;

import io.lynceus.model.watch.WatchKind;
import io.lynceus.model.watch.WatchRegion;
import io.lynceus.scene.camera.WatchConfig;
import io.lynceus.scene.camera.WatchConfig.Decision;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes watches of their settings, which {@code config/cameras.conf} explains. */
final class WatchSettings {
  private static final Pattern K_OF_N = Pattern.compile("\\s*(\\d{1,2})\\s+of\\s+(\\d{1,2})\\s*");

  private WatchSettings() {}

  /**
   * Reads {@code watches}.
   *
   * @throws CameraSettingsException naming the key that cannot be
   */
  static List<WatchConfig> of(SettingsObject root) throws CameraSettingsException {
    List<WatchConfig> watches = new ArrayList<>();
    for (var watch : root.objects("watches", WatchConfig.MAX).entrySet()) {
      watches.add(watch(watch.getKey(), watch.getValue()));
    }
    return watches;
  }

  private static WatchConfig watch(String name, SettingsObject settings)
      throws CameraSettingsException {
    settings.requireKnown(
        "camera", "region", "kind", "label", "references", "decide", "for", "ignore-when");
    Optional<String> camera = settings.text("camera");
    if (camera.isEmpty()) {
      throw settings.fault(
          "camera", "is missing: it is the name of the camera that sees the region");
    }
    WatchRegion region = region(settings);
    String word = settings.text("kind").orElse(WatchKind.PRESENT.key());
    Optional<WatchKind> kind = WatchKind.of(word);
    if (kind.isEmpty()) {
      throw settings.fault("kind", "is " + String.join(" or ", WatchKind.KEYS));
    }
    Optional<String> label = settings.text("label").filter(text -> !text.isBlank());
    int references = settings.wholeNumber("references").orElse(WatchConfig.REFERENCES);
    Decision decide = decision(settings);
    var lasts = settings.time("for").orElse(WatchConfig.LASTS);
    Set<String> ignored =
        settings.has("ignore-when")
            ? new LinkedHashSet<>(settings.texts("ignore-when"))
            : WatchConfig.IGNORE_WHEN;
    return settings.checked(
        () ->
            new WatchConfig(
                name, camera.get(), region, kind.get(), label, references, decide, lasts, ignored));
  }

  private static WatchRegion region(SettingsObject settings) throws CameraSettingsException {
    Optional<WatchRegion> region = WatchRegion.of(String.join(",", settings.texts("region")));
    if (region.isEmpty()) {
      throw settings.fault(
          "region",
          "is [x, y, width, height] within the picture, as fractions such as [0.4, 0.5, 0.1, 0.2]:"
              + " lynceus watches add makes them of pixels");
    }
    return region.get();
  }

  private static Decision decision(SettingsObject settings) throws CameraSettingsException {
    Optional<String> text = settings.text("decide");
    if (text.isEmpty()) {
      return Decision.USUAL;
    }
    Matcher numbers = K_OF_N.matcher(text.get());
    if (!numbers.matches()) {
      throw settings.fault("decide", "is K of N, such as 3 of 5");
    }
    return settings.checked(
        () -> new Decision(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2))));
  }
}
