package io.lynceus.vision.analyzer;

import io.lynceus.model.Analysis;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The settings of one analysis: the section {@code analysis.KEY} of the slave's settings.
 *
 * @param values the section's values as they stand there, by key
 * @param modelsDir {@code models.dir}: folder of the user's own networks
 * @param receivedDir {@code models.received-dir}: folder of the networks that the master has handed
 *     over
 */
public record AnalysisSettings(
    Analysis analysis,
    Map<String, String> values,
    Optional<Path> modelsDir,
    Optional<Path> receivedDir) {

  /** A value that leaves the choice to the analysis: it counts as not set. */
  private static final String AUTO = "auto";

  public AnalysisSettings {
    values = Map.copyOf(values);
  }

  /** Of a slave that takes no networks from its master. */
  public AnalysisSettings(Analysis analysis, Map<String, String> values, Optional<Path> modelsDir) {
    this(analysis, values, modelsDir, Optional.empty());
  }

  /** Nothing set. */
  public static AnalysisSettings none(Analysis analysis) {
    return new AnalysisSettings(analysis, Map.of(), Optional.empty());
  }

  /** The full name of a key, for messages. */
  public String name(String key) {
    return "analysis." + analysis.key() + "." + key;
  }

  /**
   * A number.
   *
   * @throws IllegalArgumentException when the key is not set, or not to a number
   */
  public double number(String key) {
    requireSet(key);
    return number(key, Double.NaN);
  }

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException when the key is not set, or not to a whole number
   */
  public int count(String key) {
    requireSet(key);
    return count(key, 0);
  }

  private void requireSet(String key) {
    if (!isSet(key)) {
      throw new IllegalArgumentException(name(key) + " is not set");
    }
  }

  /** Whether the key is there, with another value than {@code auto}. */
  public boolean isSet(String key) {
    return values.containsKey(key) && !AUTO.equals(values.get(key));
  }

  /** A number, or another where the key is not set. */
  public double number(String key, double whenNotSet) {
    String value = values.get(key);
    try {
      return !isSet(key) || value == null ? whenNotSet : Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name(key) + " is a number, not '" + value + "'", e);
    }
  }

  /** A whole number, or another where the key is not set. */
  public int count(String key, int whenNotSet) {
    String value = values.get(key);
    try {
      return !isSet(key) || value == null ? whenNotSet : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name(key) + " is a whole number, not '" + value + "'", e);
    }
  }

  /** A text, or another where the key is not set. */
  public String text(String key, String whenNotSet) {
    return values.getOrDefault(key, whenNotSet);
  }

  /**
   * Refuses every key but these.
   *
   * @throws IllegalArgumentException naming a key that the analysis does not have, and those that
   *     it has
   */
  public AnalysisSettings only(String... keys) {
    Set<String> known = new TreeSet<>(Set.of(keys));
    for (String key : new TreeMap<>(values).keySet()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            "there is no setting " + name(key) + ": the keys of this analysis are " + known);
      }
    }
    return this;
  }
}
