package io.lynceus.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a client sets for the analyses of an image, by the keys of {@link AnalysisOption}, in the
 * form of {@link AnalysisOption#canonical}. A key that is not here has its default, which is the
 * slave's setting.
 *
 * @param values at most {@value #MAX_OPTIONS}; of each, at most {@value #MAX_VALUE_CHARS}
 *     characters
 */
public record AskOptions(SortedMap<String, String> values) {
  public static final int MAX_OPTIONS = 32;

  /** Room for a list of 100 words of 64 characters. */
  public static final int MAX_VALUE_CHARS = 100 * 65;

  /** Nothing set. */
  public static final AskOptions NONE = new AskOptions(new TreeMap<>());

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException when there are more or longer values than the limits allow
   */
  public AskOptions {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    if (values.size() > MAX_OPTIONS) {
      throw new IllegalArgumentException("at most " + MAX_OPTIONS + " options can be set");
    }
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (value.getKey().length() > AnalysisOption.MAX_KEY_CHARS
          || value.getValue().length() > MAX_VALUE_CHARS) {
        throw new IllegalArgumentException("the value of an option is too long");
      }
    }
  }

  /**
   * These, with one key set.
   *
   * @param value in the option's canonical form; empty takes the key back to its default
   */
  public AskOptions with(String key, String value) {
    SortedMap<String, String> changed = new TreeMap<>(values);
    if (value.isEmpty()) {
      changed.remove(key);
    } else {
      changed.put(key, value);
    }
    return new AskOptions(changed);
  }

  /** The value of an option; empty for the default. */
  public Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The value of an option of {@link AnalysisOption.Kind#NUMBER}; empty for the default. */
  public OptionalDouble number(String key) {
    String value = values.get(key);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value));
  }

  /** The value of an option of {@link AnalysisOption.Kind#LIST}; empty for the default. */
  public List<String> list(String key) {
    String value = values.get(key);
    return value == null ? List.of() : Arrays.asList(value.split(","));
  }
}
