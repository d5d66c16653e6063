package io.lynceus.app.daemon;

import com.typesafe.config.Config;
import java.util.List;

/**
 * Applies {@code log.format} and {@code log.level}. The logging library reads the system properties
 * set here when the first logger is created, so nothing may be logged before.
 */
public final class LogSettings {
  private static final String FORMAT = "log.format";
  private static final String LEVEL = "log.level";
  private static final String LEVEL_PROPERTY = "lynceus.log.level";

  /** The level that {@code --verbose} has set already. */
  private static final String VERBOSE = "DEBUG";

  private LogSettings() {}

  /**
   * Sets the log's format and level.
   *
   * @throws IllegalArgumentException when a value is none of those allowed; names its key
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
          key + " must be one of " + String.join(", ", words) + ", not '" + value + "'");
    }
    return value;
  }
}
