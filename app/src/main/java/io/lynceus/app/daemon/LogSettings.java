package io.lynceus.app.daemon;

import com.typesafe.config.Config;
import java.util.List;

/**
 * How a daemon logs: {@code log.format} and {@code log.level}. The logging engine reads what is set
 * here when the first logger is made, so nothing may be logged before.
 */
public final class LogSettings {
  private static final String FORMAT = "log.format";
  private static final String LEVEL = "log.level";
  private static final String LEVEL_PROPERTY = "lynceus.log.level";

  /** What {@code --verbose} has set already. */
  private static final String VERBOSE = "DEBUG";

  private LogSettings() {}

  /**
   * Applies the settings of the log.
   *
   * @throws IllegalArgumentException naming the key whose value does not exist
   */
  public static void apply(Config settings) {
    System.setProperty("lynceus.log.format", oneOf(settings, FORMAT, List.of("plain", "json")));
    String level = oneOf(settings, LEVEL, List.of("warn", "info", "debug"));
    if (!VERBOSE.equals(System.getProperty(LEVEL_PROPERTY))) {
      System.setProperty(LEVEL_PROPERTY, level);
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
