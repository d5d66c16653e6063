package io.lynceus.master.gateway;

import io.lynceus.model.Analysis;
import io.lynceus.model.UnitOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a client asks for an image, by the keys of {@code SET}. An empty value takes a key back to
 * its default.
 *
 * @param name the client's name for the image
 * @param analyses at least one; by default all
 * @param deadline how long the client waits for the reply; empty means the master's own limit
 * @param id the client's, for this one image: the same image may be sent again under it
 */
public record ImageOptions(
    Optional<String> name,
    Set<Analysis> analyses,
    UnitOptions units,
    Optional<Duration> deadline,
    Optional<String> id) {

  /** No name, all analyses, nothing else asked. */
  public static final ImageOptions DEFAULT =
      new ImageOptions(
          Optional.empty(),
          EnumSet.allOf(Analysis.class),
          UnitOptions.DEFAULT,
          Optional.empty(),
          Optional.empty());

  /** What is said of a key that is none of these. */
  public static final String KEYS =
      "analyses, edges, labels, min-score, deadline, name and, for a single image, id";

  private static final Duration LONGEST_DEADLINE = Duration.ofHours(1);
  private static final Pattern ID = Pattern.compile("[!#-\\[\\]-~]{1,128}");
  private static final Pattern DEADLINE = Pattern.compile("(\\d{1,9})(ms|s|)");

  public ImageOptions {
    analyses = Set.copyOf(analyses);
  }

  /** These options, for an image of that name. */
  public ImageOptions named(String name) {
    return new ImageOptions(Optional.of(name), analyses, units, deadline, id);
  }

  /**
   * These options with one key set.
   *
   * @throws BadCommandException for a key or a value that does not exist; says which do
   */
  public ImageOptions with(String key, String value) throws BadCommandException {
    return switch (key) {
      case "name" -> withName(value);
      case "analyses" -> new ImageOptions(name, analysesOf(value), units, deadline, id);
      case "deadline" -> new ImageOptions(name, analyses, units, deadlineOf(value), id);
      case "id" -> new ImageOptions(name, analyses, units, deadline, idOf(value));
      case "edges" -> withUnits(edgesPng(value), units.labels(), units.minScore());
      case "labels" -> withUnits(units.edgesPng(), words(value), units.minScore());
      case "min-score" -> withUnits(units.edgesPng(), units.labels(), scoreOf(value));
      default ->
          throw new BadCommandException("there is no key '" + key + "': the keys are " + KEYS);
    };
  }

  private ImageOptions withName(String value) {
    return new ImageOptions(
        value.isEmpty() ? Optional.empty() : Optional.of(value), analyses, units, deadline, id);
  }

  private ImageOptions withUnits(boolean edgesPng, List<String> labels, OptionalDouble minScore)
      throws BadCommandException {
    try {
      UnitOptions changed = new UnitOptions(edgesPng, labels, minScore);
      return new ImageOptions(name, analyses, changed, deadline, id);
    } catch (IllegalArgumentException e) {
      throw new BadCommandException(String.valueOf(e.getMessage()));
    }
  }

  private static Set<Analysis> analysesOf(String value) throws BadCommandException {
    if (value.isEmpty()) {
      return DEFAULT.analyses;
    }
    Set<Analysis> analyses = EnumSet.noneOf(Analysis.class);
    for (String key : words(value)) {
      analyses.add(
          Analysis.ofKey(key)
              .orElseThrow(
                  () ->
                      new BadCommandException(
                          "there is no analysis '" + key + "': analyses is a list of " + known())));
    }
    if (analyses.isEmpty()) {
      throw new BadCommandException("analyses is a list of " + known());
    }
    return analyses;
  }

  private static String known() {
    return Arrays.stream(Analysis.values()).map(Analysis::key).collect(Collectors.joining(","));
  }

  private static boolean edgesPng(String value) throws BadCommandException {
    return switch (value) {
      case "", "stats" -> false;
      case "png" -> true;
      default -> throw new BadCommandException("edges is stats or png, not '" + value + "'");
    };
  }

  private static OptionalDouble scoreOf(String value) throws BadCommandException {
    try {
      return value.isEmpty()
          ? OptionalDouble.empty()
          : OptionalDouble.of(Double.parseDouble(value));
    } catch (NumberFormatException e) {
      throw new BadCommandException("min-score is a number from 0 to 1, not '" + value + "'");
    }
  }

  private static Optional<Duration> deadlineOf(String value) throws BadCommandException {
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = DEADLINE.matcher(value);
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration deadline =
          "s".equals(matcher.group(2)) ? Duration.ofSeconds(number) : Duration.ofMillis(number);
      if (!deadline.isZero() && deadline.compareTo(LONGEST_DEADLINE) <= 0) {
        return Optional.of(deadline);
      }
    }
    throw new BadCommandException(
        "deadline is a time from 1ms to 3600s, such as 500ms, 10s or 1500 (milliseconds), not '"
            + value
            + "'");
  }

  private static Optional<String> idOf(String value) throws BadCommandException {
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!ID.matcher(value).matches()) {
      throw new BadCommandException(
          "an id has 1 to 128 printable ASCII characters, no space, quote or backslash among them");
    }
    return Optional.of(value);
  }

  private static List<String> words(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).filter(w -> !w.isEmpty()).toList();
  }
}
