package io.lynceus.master.store;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.lynceus.common.StateFolder;
import io.lynceus.master.outlets.OutletConfig;
import io.lynceus.model.Camera;
import io.lynceus.model.settings.Check;
import io.lynceus.store.Keep;
import io.lynceus.store.Keep.CameraKeep;
import io.lynceus.store.PictureRule;
import io.lynceus.store.StoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The part {@code store} of the master's settings.
 *
 * @param enabled {@code store.enabled}: whether replies are kept
 * @param store what is kept where, and for how long
 * @param outlet {@code store.queue}, {@code store.queue-bytes} and {@code store.required}: the
 *     queue of what waits to be stored
 */
public record StoreSettings(boolean enabled, StoreConfig store, OutletConfig outlet) {
  private static final String AUTO = "auto";
  private static final String CAMERAS = "keep.cameras";
  private static final int MOST_CAMERAS = 1024;
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");
  private static final List<String> RULES =
      Arrays.stream(PictureRule.values()).map(rule -> key(rule)).toList();

  /**
   * Reads them.
   *
   * @param settings the part
   * @param environment of the process, which says where the user's folder of states is
   * @throws IllegalArgumentException naming the key whose value is out of its range
   * @throws ConfigException naming the key whose value is of the wrong kind
   */
  public static StoreSettings from(Config settings, Map<String, String> environment) {
    String pictures = settings.getString("pictures").toLowerCase(Locale.ROOT);
    Check.oneOf("store.pictures", pictures, RULES);
    int queue = settings.getInt("queue");
    long queueBytes = settings.getBytes("queue-bytes");
    Check.wholeNumber("store.queue", queue, 1, 1_000_000);
    Check.size("store.queue-bytes", queueBytes, 1, 1L << 40);
    return new StoreSettings(
        settings.getBoolean("enabled"),
        new StoreConfig(
            folder(settings.getString("dir"), environment),
            Optional.of(settings.getString("url")).filter(url -> !url.isEmpty()),
            PictureRule.valueOf(pictures.toUpperCase(Locale.ROOT)),
            new Keep(
                settings.getDuration("keep.results"),
                settings.getDuration("keep.pictures"),
                cameras(settings)),
            settings.getBytes("bytes"),
            settings.getDouble("min-free")),
        new OutletConfig("store", queue, queueBytes, settings.getBoolean("required")));
  }

  private static String key(PictureRule rule) {
    return rule.name().toLowerCase(Locale.ROOT);
  }

  private static Path folder(String dir, Map<String, String> environment) {
    Check.that(!dir.isBlank(), "store.dir", "a path, or auto", "empty");
    return dir.equals(AUTO)
        ? StateFolder.of(environment).resolve("store")
        : Path.of(dir).toAbsolutePath().normalize();
  }

  private static Map<String, CameraKeep> cameras(Config settings) {
    Map<String, CameraKeep> cameras = new TreeMap<>();
    Config all = settings.getConfig(CAMERAS);
    for (Map.Entry<String, ConfigValue> entry : all.entrySet()) {
      String key = "store." + CAMERAS + "." + entry.getKey();
      List<String> path = ConfigUtil.splitPath(entry.getKey());
      Check.that(
          path.size() == 2 && List.of("results", "pictures").contains(path.get(1)),
          "store." + CAMERAS,
          "NAME { results, pictures } for each camera",
          "'" + entry.getKey() + "'");
      Duration time = time(key, all, entry.getKey());
      boolean results = path.get(1).equals("results");
      CameraKeep before =
          cameras.getOrDefault(path.get(0), new CameraKeep(Optional.empty(), Optional.empty()));
      cameras.put(
          camera(path.get(0)),
          results
              ? new CameraKeep(Optional.of(time), before.pictures())
              : new CameraKeep(before.results(), Optional.of(time)));
    }
    Check.that(
        cameras.size() <= MOST_CAMERAS,
        "store." + CAMERAS,
        "a list of at most " + MOST_CAMERAS + " cameras",
        cameras.size());
    return cameras;
  }

  private static String camera(String name) {
    try {
      return new Camera(name).name();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("store." + CAMERAS + ": " + e.getMessage(), e);
    }
  }

  /** A number alone is refused: HOCON takes it for milliseconds. */
  private static Duration time(String key, Config all, String path) {
    String given = String.valueOf(all.getValue(path).unwrapped());
    Check.that(
        !NUMBER.matcher(given).matches(),
        key,
        "a time with its unit, such as 7 d",
        "'" + given + "'");
    try {
      return all.getDuration(path);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(key + " is a time such as 7 d, not '" + given + "'", e);
    }
  }
}
