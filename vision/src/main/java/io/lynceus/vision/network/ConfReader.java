package io.lynceus.vision.network;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.lynceus.model.settings.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the values of one section of a {@code model.conf}. Every failure is an {@link
 * IllegalArgumentException} that names the key in full.
 */
final class ConfReader {
  private static final int MOST_CHARS_SHOWN = 60;

  private final Config section;
  private final String prefix;

  /**
   * @param prefix what stands before the section's keys in messages: empty, or ends with a dot
   */
  ConfReader(Config section, String prefix) {
    this.section = section;
    this.prefix = prefix;
  }

  /** The full name of a key. */
  String name(String key) {
    return prefix + key;
  }

  boolean has(String key) {
    return section.hasPath(ConfigUtil.joinPath(key));
  }

  /** The keys of this section. */
  Set<String> keys() {
    return new TreeSet<>(section.root().keySet());
  }

  /** A section of this one; it must be there. */
  ConfReader section(String key) {
    return new ConfReader(read(key, "a section", section::getConfig), name(key) + ".");
  }

  /** Refuses every key but these. */
  void allow(Set<String> known) {
    for (String key : keys()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            "there is no key %s here: the keys are %s"
                .formatted(name(key), String.join(", ", new TreeSet<>(known))));
      }
    }
  }

  String text(String key) {
    return read(key, "a text", section::getString);
  }

  /** A text of at most so many characters, without control characters. */
  Optional<String> shortText(String key, int mostChars) {
    if (!has(key)) {
      return Optional.empty();
    }
    String text = text(key);
    boolean plain = text.codePoints().noneMatch(Character::isISOControl);
    Check.that(
        plain && !text.isBlank() && text.length() <= mostChars,
        name(key),
        "one line of 1 to " + mostChars + " characters",
        plain ? "'" + text + "'" : "a text with control characters");
    return Optional.of(text);
  }

  /** One of some words. */
  String word(String key, List<String> words) {
    String word = text(key);
    Check.oneOf(name(key), word, words);
    return word;
  }

  boolean flag(String key) {
    return read(key, "true or false", section::getBoolean);
  }

  int wholeNumber(String key, int least, int greatest) {
    String allowed = "a whole number from " + least + " to " + greatest;
    double value = read(key, allowed, section::getDouble);
    Check.that(value == Math.rint(value), name(key), allowed, value);
    Check.wholeNumber(name(key), (long) value, least, greatest);
    return (int) value;
  }

  double number(String key, double least, double greatest) {
    double value = read(key, "a number", section::getDouble);
    Check.number(name(key), value, least, greatest);
    return value;
  }

  /** The numbers of a list with at least one. */
  List<Double> numbers(String key) {
    List<Double> values = read(key, "a list of numbers", section::getDoubleList);
    Check.that(!values.isEmpty(), name(key), "a list of numbers", "empty");
    return values;
  }

  /** A list of texts; one text counts as a list of it. */
  List<String> texts(String key) {
    return read(
        key,
        "a text or a list of texts",
        path -> isList(key) ? section.getStringList(path) : List.of(section.getString(path)));
  }

  /** Whether the key's value is a list. */
  boolean isList(String key) {
    return has(key)
        && section.getValue(ConfigUtil.joinPath(key)).valueType() == ConfigValueType.LIST;
  }

  /** The sections of a list of sections. */
  List<ConfReader> sections(String key) {
    ConfigList list = read(key, "a list of sections", section::getList);
    List<ConfReader> sections = new ArrayList<>();
    for (ConfigValue value : list) {
      Check.that(
          value.valueType() == ConfigValueType.OBJECT,
          name(key),
          "a list of sections",
          "a list with something else in it");
      String place = "%s[%d].".formatted(name(key), sections.size());
      sections.add(new ConfReader(((ConfigObject) value).toConfig(), place));
    }
    return sections;
  }

  /** The lists of a list of lists of numbers. */
  List<List<Double>> pairs(String key) {
    ConfigList list = read(key, "a list of pairs of numbers", section::getList);
    List<List<Double>> pairs = new ArrayList<>();
    for (ConfigValue value : list) {
      List<Double> pair =
          read(
              key, "a list of pairs of numbers", path -> value.atKey("pair").getDoubleList("pair"));
      Check.that(pair.size() == 2, name(key), "a list of pairs of numbers", pair);
      pairs.add(pair);
    }
    return pairs;
  }

  /** As {@link Config}'s methods read. */
  private interface Reading<T> {
    T of(String path);
  }

  private <T> T read(String key, String allowed, Reading<T> reading) {
    String path = ConfigUtil.joinPath(key);
    try {
      return reading.of(path);
    } catch (ConfigException.Missing e) {
      throw new IllegalArgumentException(name(key) + " is not set: it is " + allowed, e);
    } catch (ConfigException e) {
      String given = String.valueOf(section.getValue(path).unwrapped());
      throw new IllegalArgumentException(
          "%s is %s, not %s".formatted(name(key), allowed, shortened(given)), e);
    }
  }

  private static String shortened(String given) {
    return given.length() <= MOST_CHARS_SHOWN ? given : given.substring(0, MOST_CHARS_SHOWN) + "…";
  }
}
