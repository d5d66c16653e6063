package io.lynceus.app.daemon;

import com.typesafe.config.Config;
import io.lynceus.model.settings.Check;
import java.util.List;

/**
 * How a daemon logs: {@code log.format} and {@code log.level}. The logging library reads them when
 * the first logger is made, so nothing may be logged before {@link #apply}.
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
   * @throws IllegalArgumentException naming the key whose value is unknown
   */
  public static void apply(Config settings) {
    String format = settings.getString(FORMAT);
    String level = settings.getString(LEVEL);
    Check.oneOf(FORMAT, format, List.of("plain", "json"));
    Check.oneOf(LEVEL, level, List.of("warn", "info", "debug"));
    System.setProperty("lynceus.log.format", format);
    if (!VERBOSE.equals(System.getProperty(LEVEL_PROPERTY))) {
      System.setProperty(LEVEL_PROPERTY, level);
    }
  }
}
