package io.lynceus.app;

import com.typesafe.config.Config;
import java.util.List;

/**
 * How a daemon logs: {@code log.format} and {@code log.level}. The logging engine reads what is set
 * here when the first logger is made, so nothing may be logged before.
 */
final class LogSettings {
  private static final String FORMAT = "log.format";
  private static final String LEVEL = "log.level";

  private LogSettings() {}

  /**
   * @throws IllegalArgumentException naming the key whose value does not exist
   */
  static void apply(Config settings) {
    System.setProperty("lynceus.log.format", oneOf(settings, FORMAT, List.of("plain", "json")));
    String level = oneOf(settings, LEVEL, List.of("info", "debug", "warn"));
    if (!level.equals("info")) { // --verbose goes before the default
      System.setProperty("lynceus.log.level", level);
    }
  }

  private static String oneOf(Config settings, String key, List<String> words) {
    String value = settings.getString(key);
    if (!words.contains(value)) {
      throw new IllegalArgumentException(
          key + " is one of " + String.join(", ", words) + ", not '" + value + "'");
    }
    return value;
  }
}
