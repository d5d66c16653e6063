package io.lynceus.master.gateway;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.AnalysisOption;
import io.lynceus.model.AnalysisOption.Kind;
import io.lynceus.model.Ask;
import io.lynceus.model.AskCheck;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.text.NearestNames;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Parses what clients ask, by the keys of {@code SET}. An empty value resets a key to its default.
 * Any thread may call it.
 *
 * <p>The options of analyses are those of the catalog at that moment, because a slave with a
 * plug-in brings its own keys. Clients may ask for an unknown analysis: a slave that has it may
 * still come.
 */
public final class AskParser {
  private static final int MOST_OF_ID = 128;
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|)");
  private static final Pattern EPOCH_MILLIS = Pattern.compile("\\d{1,15}");

  private static final String ANALYSES = "analyses";
  private static final Set<String> OWN_KEYS =
      Set.of("name", "id", ANALYSES, "deadline", "camera", "time");

  /** The most analyses that one image may have. */
  private static final int MAX_ANALYSES = 64;

  private final Supplier<AnalysisCatalog> catalog;
  private final Function<Camera, Optional<Rejection>> refusal;

  /**
   * @param catalog the analyses that the master knows at the moment; called by any thread
   */
  public AskParser(Supplier<AnalysisCatalog> catalog) {
    this(catalog, camera -> Optional.empty());
  }

  /**
   * @param catalog the analyses that the master knows at the moment; called by any thread
   * @param refusal why stills of a camera are not taken; called by any thread
   */
  public AskParser(
      Supplier<AnalysisCatalog> catalog, Function<Camera, Optional<Rejection>> refusal) {
    this.catalog = catalog;
    this.refusal = refusal;
  }

  /**
   * An ask with one key set.
   *
   * @throws BadCommandException for a key or value that does not exist; names those that do
   */
  public Ask with(Ask ask, String key, String value) throws BadCommandException {
    return switch (key) {
      case "name" -> ask.withName(given(value));
      case "id" -> ask.withId(idOf(value));
      case ANALYSES -> ask.withAnalyses(analysesOf(value));
      case "deadline" -> ask.withDeadline(deadlineOf(value));
      case "camera" -> ask.withCamera(cameraOf(value));
      case "time" -> ask.withTime(timeOf(value));
      default -> ask.withOption(key, optionOf(key, value));
    };
  }

  /**
   * An ask with the keys of one command or request set. A list that comes in parts is one list.
   *
   * @throws BadCommandException as {@link #with(Ask, String, String)}; also for a key with two
   *     values, for labels that no network knows, and for a camera whose stills are not taken
   */
  public Ask with(Ask ask, List<Map.Entry<String, String>> given) throws BadCommandException {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, String> pair : given) {
      add(values, pair.getKey(), pair.getValue());
    }
    Ask changed = ask;
    for (Map.Entry<String, String> value : values.entrySet()) {
      changed = with(changed, value.getKey(), value.getValue());
    }
    Optional<String> wrong =
        changed
            .camera()
            .flatMap(refusal)
            .map(Rejection::message)
            .or(new AskCheck(catalog.get(), changed)::wrongLabels);
    if (wrong.isPresent()) {
      throw new BadCommandException(wrong.get());
    }
    return changed;
  }

  private void add(Map<String, String> values, String key, String value)
      throws BadCommandException {
    String before = values.putIfAbsent(key, value);
    if (before != null && isList(key)) {
      values.put(key, before + "," + value);
    } else if (before != null && !before.equals(value)) {
      throw new BadCommandException(key + " is set twice, to different values: set it once");
    }
  }

  private boolean isList(String key) {
    return key.equals(ANALYSES)
        || catalog.get().option(key).filter(option -> option.kind() == Kind.LIST).isPresent();
  }

  /** Whether there is such a key. */
  public boolean knows(String key) {
    return OWN_KEYS.contains(key) || catalog.get().option(key).isPresent();
  }

  /** The known keys, for messages. */
  public String keys() {
    return String.join(", ", imageKeys()) + " and, for a single image, id";
  }

  private List<String> imageKeys() {
    Stream<String> options = catalog.get().options().stream().map(AnalysisOption::key);
    return Stream.of(Stream.of(ANALYSES), options, Stream.of("deadline", "name", "camera", "time"))
        .flatMap(keys -> keys)
        .toList();
  }

  private String optionOf(String key, String value) throws BadCommandException {
    AnalysisOption option =
        catalog
            .get()
            .option(key)
            .orElseThrow(
                () ->
                    new BadCommandException(
                        "there is no key '%s'%s: the keys are %s"
                            .formatted(key, NearestNames.aside(key, imageKeys()), keys())));
    try {
      return option.canonical(value);
    } catch (IllegalArgumentException e) {
      throw new BadCommandException(String.valueOf(e.getMessage()));
    }
  }

  private SortedSet<Analysis> analysesOf(String value) throws BadCommandException {
    SortedSet<Analysis> analyses = new TreeSet<>();
    for (String key : value.split(",", -1)) {
      String word = key.strip();
      if (!word.isEmpty()) {
        AnalysisCatalog known = catalog.get();
        analyses.add(
            known
                .meant(word)
                .or(() -> Analysis.ofKey(word))
                .orElseThrow(
                    () ->
                        new BadCommandException(
                            "there is no analysis '%s'%s: analyses is %s"
                                .formatted(word, known.aside(word), listOfKeys()))));
      }
    }
    if (analyses.size() > MAX_ANALYSES || (analyses.isEmpty() && !value.isEmpty())) {
      throw new BadCommandException("analyses is " + listOfKeys());
    }
    return analyses;
  }

  private String listOfKeys() {
    return "a list of 1 to " + MAX_ANALYSES + " of " + catalog.get().keys();
  }

  private static Optional<String> given(String value) {
    return Optional.of(value).filter(text -> !text.isEmpty());
  }

  private static Optional<Duration> deadlineOf(String value) throws BadCommandException {
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(duration("deadline", value, Duration.ofMillis(1)));
  }

  /**
   * Which quarantined images a client means.
   *
   * @return how the image's hash begins, in lower case; empty for {@code all}
   */
  public static String quarantinedHash(String value) throws BadCommandException {
    if (value.equals("all")) {
      return "";
    }
    String hash = value.toLowerCase(Locale.ROOT);
    if (!hash.matches("[0-9a-f]{1,64}")) {
      throw new BadCommandException(
          "a hash has 1 to 64 digits of hex, as QUARANTINE shows it; all means every image");
    }
    return hash;
  }

  /**
   * A duration as clients write it: {@code 500ms}, {@code 10s}, or a number of milliseconds; one
   * hour at most.
   *
   * @param key for the message
   * @param least the shortest duration that is allowed
   */
  public static Duration duration(String key, String value, Duration least)
      throws BadCommandException {
    Matcher matcher = DURATION.matcher(value);
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration duration =
          matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
      if (duration.compareTo(least) >= 0 && duration.compareTo(Ask.LONGEST_DEADLINE) <= 0) {
        return duration;
      }
    }
    throw new BadCommandException(
        "%s is a time from %dms to 3600s, such as 500ms, 10s or 1500 (milliseconds), not '%s'"
            .formatted(key, least.toMillis(), value));
  }

  /** Whether it can be the id of an image. */
  public static boolean isId(String value) {
    return !value.isEmpty()
        && value.length() <= MOST_OF_ID
        && value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\');
  }

  private static Optional<String> idOf(String value) throws BadCommandException {
    if (!value.isEmpty() && !isId(value)) {
      throw new BadCommandException(
          "an id has 1 to 128 printable ASCII characters, no space, quote or backslash among them");
    }
    return given(value);
  }

  private static Optional<Camera> cameraOf(String value) throws BadCommandException {
    try {
      return given(value).map(Camera::new);
    } catch (IllegalArgumentException e) {
      throw new BadCommandException(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<OffsetDateTime> timeOf(String value) throws BadCommandException {
    try {
      if (value.isEmpty()) {
        return Optional.empty();
      }
      if (EPOCH_MILLIS.matcher(value).matches()) {
        return Optional.of(Instant.ofEpochMilli(Long.parseLong(value)).atOffset(ZoneOffset.UTC));
      }
      OffsetDateTime time = OffsetDateTime.parse(value);
      if (time.getYear() >= 1 && time.getYear() <= 9999) {
        return Optional.of(time);
      }
    } catch (DateTimeException e) {
      // The message below says what a time is.
    }
    throw new BadCommandException(
        "time is a date and time with its offset, such as 2026-11-29T14:05:00+01:00, or"
            + " milliseconds since 1970, not '"
            + value
            + "'");
  }
}
