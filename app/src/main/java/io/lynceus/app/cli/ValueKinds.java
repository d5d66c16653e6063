package io.lynceus.app.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import io.lynceus.model.settings.Check;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks that each setting is of the kind of its default: a number, a size, a time, true or false.
 */
final class ValueKinds {
  private static final Pattern SIZE = Pattern.compile("\\d+ ([KMG]i)?B");
  private static final Set<String> ALSO_AUTO = Set.of("threads");
  private static final Pattern TIME = Pattern.compile("\\d+ (ms|s|m|h|d)");

  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");

  private ValueKinds() {}

  /**
   * @throws IllegalArgumentException naming the key whose value is of another kind
   */
  static void check(Config settings, Config defaults) {
    for (Map.Entry<String, ConfigValue> entry : defaults.entrySet()) {
      check(settings, entry.getKey(), entry.getValue().unwrapped());
    }
  }

  private static void check(Config settings, String key, Object usual) {
    if (usual instanceof Boolean) {
      require(settings, key, "true or false", () -> settings.getBoolean(key));
    } else if (usual instanceof Double) {
      require(settings, key, "a number", () -> settings.getDouble(key));
    } else if (ALSO_AUTO.contains(key)) {
      require(settings, key, "a whole number, or the word auto", () -> numberOrAuto(settings, key));
    } else if (usual instanceof Number) {
      require(settings, key, "a whole number", () -> wholeNumber(settings, key));
    } else if (SIZE.matcher(usual.toString()).matches()) {
      require(settings, key, "a size such as " + usual, () -> settings.getBytes(key));
    } else if (TIME.matcher(usual.toString()).matches()) {
      require(settings, key, "a time such as " + usual, () -> settings.getDuration(key));
      requireUnit(settings, key);
    }
  }

  /**
   * HOCON takes a number alone for milliseconds. Most who write 5 mean seconds, so it is asked
   * about; 0 needs no unit.
   */
  private static void requireUnit(Config settings, String key) {
    String value = settings.getValue(key).unwrapped().toString().strip();
    Check.that(
        !NUMBER.matcher(value).matches() || settings.getDuration(key).isZero(),
        key,
        "a time with its unit",
        "'%s': did you mean %ss, or %sms?".formatted(value, value, value));
  }

  private static void numberOrAuto(Config settings, String key) {
    if (!settings.getString(key).equals("auto")) {
      wholeNumber(settings, key);
    }
  }

  private static void wholeNumber(Config settings, String key) {
    double value = settings.getDouble(key);
    if (value != Math.rint(value)) {
      throw new ConfigException.BadValue(key, "it has a fraction");
    }
  }

  private static void require(Config settings, String key, String kind, Runnable read) {
    boolean fits = true;
    try {
      read.run();
    } catch (ConfigException e) {
      fits = false;
    }
    Check.that(fits, key, kind, fits ? "" : given(settings, key));
  }

  private static String given(Config settings, String key) {
    return settings.getIsNull(key) ? "null" : "'" + settings.getValue(key).unwrapped() + "'";
  }
}
