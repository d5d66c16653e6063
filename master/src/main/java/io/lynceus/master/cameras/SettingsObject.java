package io.lynceus.master.cameras;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.lynceus.model.text.NearestNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * One object of the settings, whose faults are told with the whole key and the line. Values are not
 * repeated where they may hold a password.
 */
final class SettingsObject {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final String VALUE = "value";

  private final String path;
  private final ConfigObject values;

  /**
   * @param path the keys down to this object, such as {@code cameras.front.}; empty for the root
   */
  SettingsObject(String path, ConfigObject values) {
    this.path = path;
    this.values = values;
  }

  /**
   * Refuses keys that there are not.
   *
   * @param known all that there are
   */
  SettingsObject requireKnown(String... known) throws CameraSettingsException {
    for (String key : values.keySet()) {
      if (!Arrays.asList(known).contains(key)) {
        throw fault(
            key,
            "is no setting"
                + NearestNames.aside(key, List.of(known))
                + ": the keys here are "
                + String.join(", ", known));
      }
    }
    return this;
  }

  /** Makes a value of this object; what is wrong with it is told with its key. */
  <T> T checked(Supplier<T> made) throws CameraSettingsException {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new CameraSettingsException(path + e.getMessage() + at(values));
    }
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Optional<String> text(String key) throws CameraSettingsException {
    ConfigValue value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> Optional.of(value.unwrapped().toString());
      default -> throw fault(key, "is a text, not a list, an object or null");
    };
  }

  boolean isTrue(String key) throws CameraSettingsException {
    return isTrue(key, false);
  }

  boolean isTrue(String key, boolean usual) throws CameraSettingsException {
    Optional<String> word = text(key);
    if (word.isPresent() && !Set.of("true", "false").contains(word.get())) {
      throw fault(key, "is true or false");
    }
    return word.map("true"::equals).orElse(usual);
  }

  OptionalDouble number(String key) throws CameraSettingsException {
    ConfigValue value = values.get(key);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(number(key, value));
  }

  OptionalInt wholeNumber(String key) throws CameraSettingsException {
    OptionalDouble number = number(key);
    if (number.isPresent() && number.getAsDouble() != (int) number.getAsDouble()) {
      throw fault(key, "is a whole number");
    }
    return number.isPresent() ? OptionalInt.of((int) number.getAsDouble()) : OptionalInt.empty();
  }

  private double number(String key, ConfigValue value) throws CameraSettingsException {
    if (value.unwrapped() instanceof Number number) {
      return number.doubleValue();
    }
    if (value.unwrapped() instanceof String text) { // HOCON takes .5 for a text
      return number(key, text);
    }
    throw fault(key, "is a number");
  }

  private double number(String key, String text) throws CameraSettingsException {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw fault(key, "is a number, not '" + shown(text) + "'");
    }
  }

  Optional<Duration> time(String key) throws CameraSettingsException {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String value = text.get().strip();
    if (NUMBER.matcher(value).matches()) { // HOCON would take milliseconds, and most mean seconds
      throw fault(key, "is a time with its unit: did you mean %ss?".formatted(value));
    }
    try {
      return Optional.of(ConfigValueFactory.fromAnyRef(value).atKey(VALUE).getDuration(VALUE));
    } catch (ConfigException e) {
      throw fault(key, "is a time such as 10 s, not '" + shown(value) + "'");
    }
  }

  /** A list of texts, or a text with commas between its parts; empty when there is no such key. */
  List<String> texts(String key) throws CameraSettingsException {
    ConfigValue value = values.get(key);
    if (value == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    if (value instanceof ConfigList list) {
      for (ConfigValue element : list) {
        switch (element.valueType()) {
          case STRING, NUMBER, BOOLEAN -> texts.add(element.unwrapped().toString().strip());
          default -> throw fault(key, "is a list of texts");
        }
      }
    } else {
      Arrays.stream(text(key).orElse("").split(",")).map(String::strip).forEach(texts::add);
    }
    texts.removeIf(String::isEmpty);
    return texts;
  }

  /**
   * A list of points: {@code [[x, y], …]}, or one text {@code "x,y,x,y…"}, as Frigate has it.
   *
   * @param most of them
   */
  List<double[]> points(String key, int most) throws CameraSettingsException {
    ConfigValue value = values.get(key);
    String form = "is a list of points, such as [[0.1, 0.4], [0.9, 0.4], [0.5, 1]]";
    if (value == null) {
      throw fault(key, "is missing: it " + form);
    }
    List<Double> numbers = new ArrayList<>();
    if (value instanceof ConfigList list) {
      requireAtMost(key, list.size(), most);
      for (ConfigValue point : list) {
        if (!(point instanceof ConfigList pair) || pair.size() != 2) {
          throw fault(key, form);
        }
        numbers.add(number(key, pair.get(0)));
        numbers.add(number(key, pair.get(1)));
      }
    } else {
      String[] parts = text(key).orElse("").split(",", 2 * most + 2);
      requireAtMost(key, parts.length / 2, most);
      if (parts.length % 2 != 0) {
        throw fault(key, form);
      }
      for (String part : parts) {
        numbers.add(number(key, part));
      }
    }
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i += 2) {
      points.add(new double[] {numbers.get(i), numbers.get(i + 1)});
    }
    return points;
  }

  /** One point, {@code [x, y]}. */
  double[] point(String key) throws CameraSettingsException {
    ConfigValue value = values.get(key);
    if (!(value instanceof ConfigList pair) || pair.size() != 2) {
      throw fault(key, (value == null ? "is missing: it " : "") + "is a point, such as [0.1, 0.4]");
    }
    return new double[] {number(key, pair.get(0)), number(key, pair.get(1))};
  }

  /**
   * The objects of a list; empty when there is no such key.
   *
   * @param most of them
   */
  List<SettingsObject> list(String key, int most) throws CameraSettingsException {
    ConfigValue value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof ConfigList list) || list.size() > most) {
      throw fault(key, "is a list of at most " + most + " objects, such as [{ … }, { … }]");
    }
    List<SettingsObject> objects = new ArrayList<>();
    for (ConfigValue element : list) {
      if (!(element instanceof ConfigObject object)) {
        throw fault(key, "is a list of objects, such as [{ … }, { … }]");
      }
      objects.add(new SettingsObject(path + key + ".", object));
    }
    return objects;
  }

  private void requireAtMost(String key, int count, int most) throws CameraSettingsException {
    if (count > most) {
      throw fault(key, "has at most " + most + " points, not " + count);
    }
  }

  Optional<SettingsObject> object(String key) throws CameraSettingsException {
    ConfigValue value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof ConfigObject object) {
      return Optional.of(new SettingsObject(path + key + ".", object));
    }
    throw fault(key, "is an object: " + key + " { … }");
  }

  /**
   * The objects in the object of that key, by their names, in the order of the file.
   *
   * @param most of them
   */
  Map<String, SettingsObject> objects(String key, int most) throws CameraSettingsException {
    Map<String, SettingsObject> named = new LinkedHashMap<>();
    Optional<SettingsObject> parent = object(key);
    if (parent.isPresent()) {
      SettingsObject all = parent.get();
      if (all.values.size() > most) {
        throw fault(key, "has at most " + most + " entries, not " + all.values.size());
      }
      List<String> names = new ArrayList<>(all.values.keySet());
      names.sort((one, other) -> Integer.compare(all.line(one), all.line(other)));
      for (String name : names) {
        named.put(name, all.object(name).orElseThrow());
      }
    }
    return named;
  }

  private int line(String key) {
    ConfigValue value = values.get(key);
    return value == null ? 0 : value.origin().lineNumber();
  }

  CameraSettingsException fault(String key, String what) {
    ConfigValue value = values.get(key);
    return new CameraSettingsException(
        path + key + " " + what + at(value == null ? values : value));
  }

  private static String at(ConfigValue value) {
    int line = value.origin().lineNumber();
    return line > 0 ? " (line " + line + ")" : "";
  }

  static String shown(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
