package io.lynceus.master.gateway.search;

import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.model.Camera;
import io.lynceus.model.text.NearestNames;
import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.PictureSize;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.SummaryQuery;
import io.lynceus.store.result.SummaryQuery.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The parameters of a question to the store. Each is known, occurs once, and is not empty; what is
 * wrong is said with what would be right.
 */
public final class SearchParameters {
  private static final String CAMERA = "camera";
  private static final String LABEL = "label";
  private static final String PERSON = "person";
  private static final String FROM = "from";
  private static final String TO = "to";
  private static final String LIMIT = "limit";
  private static final String FORMAT = "format";
  private static final String DRY_RUN = "dry-run";

  private static final List<String> OF_SEARCH =
      List.of(
          CAMERA,
          LABEL,
          "zone",
          PERSON,
          FROM,
          TO,
          "min-score",
          "status",
          "q",
          "cursor",
          LIMIT,
          FORMAT);
  private static final List<String> OF_SUMMARY = List.of("by", FROM, TO, CAMERA, LABEL);
  private static final List<String> OF_ERASURE = List.of(CAMERA, LABEL, PERSON, FROM, TO, DRY_RUN);

  /** The longest text of a parameter that is a name, and of one that has words. */
  private static final int MOST_NAME_CHARS = 128;

  private static final int MOST_CHARS = 1000;
  private static final int MOST_EXPORTED = 1_000_000_000;

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Instant now;

  private SearchParameters(
      List<Map.Entry<String, String>> given, List<String> known, String path, Instant now)
      throws BadCommandException {
    this.now = now;
    for (Map.Entry<String, String> pair : given) {
      String key = pair.getKey();
      if (!known.contains(key)) {
        throw new BadCommandException(
            "there is no parameter '%s'%s: %s takes %s"
                .formatted(key, NearestNames.aside(key, known), path, String.join(", ", known)));
      }
      if (pair.getValue().isEmpty()) {
        throw new BadCommandException(key + " is empty: give it a value, or leave it out");
      }
      if (pair.getValue().length() > MOST_CHARS) {
        throw new BadCommandException(key + " has at most " + MOST_CHARS + " characters");
      }
      if (values.putIfAbsent(key, pair.getValue()) != null) {
        throw new BadCommandException(key + " is there twice: give it once");
      }
    }
  }

  /**
   * Reads a search.
   *
   * @param given the parameters of the query, decoded
   * @param now what is relative counts from here
   */
  public static ResultQuery search(List<Map.Entry<String, String>> given, Instant now)
      throws BadCommandException {
    return new SearchParameters(given, OF_SEARCH, "GET /v1/results", now)
        .asQuery(ResultQuery.MAX_LIMIT);
  }

  /**
   * Reads how the results are wanted: {@code json}, {@code csv} or {@code ndjson}. It is for what
   * cannot choose its {@code Accept}, such as a link; empty when the parameter is not there.
   */
  public static Optional<String> format(List<Map.Entry<String, String>> given)
      throws BadCommandException {
    for (Map.Entry<String, String> pair : given) {
      if (pair.getKey().equals(FORMAT)) {
        if (!List.of("json", "csv", "ndjson").contains(pair.getValue())) {
          throw new BadCommandException(
              "format is json, csv or ndjson, not '" + pair.getValue() + "'");
        }
        return Optional.of(pair.getValue());
      }
    }
    return Optional.empty();
  }

  /**
   * Reads a search whose results are all wanted, or the first of them.
   *
   * @param most the value of {@code limit}, if it is given
   */
  public record Export(ResultQuery query, OptionalInt most) {}

  /** As {@link #search}; {@code limit} may be as large as one likes, and {@code cursor} is none. */
  public static Export export(List<Map.Entry<String, String>> given, Instant now)
      throws BadCommandException {
    SearchParameters all = new SearchParameters(given, OF_SEARCH, "GET /v1/results", now);
    OptionalInt most =
        all.values.containsKey(LIMIT)
            ? OptionalInt.of(all.limit(MOST_EXPORTED))
            : OptionalInt.empty();
    if (all.values.containsKey("cursor")) {
      throw new BadCommandException(
          "cursor is for pages of JSON: CSV and NDJSON have all results, or as many as limit says");
    }
    return new Export(all.asQuery(MOST_EXPORTED), most);
  }

  private ResultQuery asQuery(int mostLimit) throws BadCommandException {
    return checked(
        () ->
            new ResultQuery(
                camera(),
                name(LABEL),
                name("zone"),
                name(PERSON),
                time(FROM).map(SearchTime::instant),
                time(TO).map(SearchTime::instant),
                minScore(),
                status(),
                text("q"),
                text("cursor"),
                Math.min(ResultQuery.MAX_LIMIT, limit(mostLimit))));
  }

  /** Reads what a summary is wanted of; without times, of the last day, or the last 30 days. */
  public static SummaryQuery summary(List<Map.Entry<String, String>> given, Instant now)
      throws BadCommandException {
    SearchParameters all = new SearchParameters(given, OF_SUMMARY, "GET /v1/summary", now);
    Step by =
        switch (all.values.getOrDefault("by", "hour")) {
          case "hour" -> Step.HOUR;
          case "day" -> Step.DAY;
          default ->
              throw new BadCommandException(
                  "by is hour or day, not '" + all.values.get("by") + "'");
        };
    Optional<SearchTime> from = all.time(FROM);
    Optional<SearchTime> to = all.time(TO);
    Instant end = to.map(SearchTime::instant).orElse(now);
    Duration usual = by == Step.HOUR ? Duration.ofDays(1) : Duration.ofDays(30);
    return checked(
        () ->
            new SummaryQuery(
                by,
                from.map(SearchTime::instant).orElse(end.minus(usual)),
                end,
                from.or(() -> to).map(SearchTime::offset).orElse(ZoneOffset.UTC),
                all.camera(),
                all.name(LABEL)));
  }

  /**
   * What is to be erased.
   *
   * @param dryRun whether it is only to be counted
   */
  public record Erasure(EraseCriteria criteria, boolean dryRun) {}

  /** Reads what is to be erased: at least one criterion is given. */
  public static Erasure erasure(List<Map.Entry<String, String>> given, Instant now)
      throws BadCommandException {
    SearchParameters all = new SearchParameters(given, OF_ERASURE, "DELETE /v1/results", now);
    boolean dryRun =
        switch (all.values.getOrDefault(DRY_RUN, "false")) {
          case "true" -> true;
          case "false" -> false;
          default -> throw new BadCommandException(DRY_RUN + " is true or false");
        };
    return checked(
        () ->
            new Erasure(
                new EraseCriteria(
                    all.camera(),
                    all.name(LABEL),
                    all.name(PERSON),
                    all.time(FROM).map(SearchTime::instant),
                    all.time(TO).map(SearchTime::instant)),
                dryRun));
  }

  /** Reads which picture of an image is wanted: {@code size=thumb}, or the original. */
  public static PictureSize pictureSize(List<Map.Entry<String, String>> given)
      throws BadCommandException {
    SearchParameters all =
        new SearchParameters(given, List.of("size"), "GET /v1/pictures/{sha256}", Instant.EPOCH);
    return switch (all.values.getOrDefault("size", "original")) {
      case "original" -> PictureSize.ORIGINAL;
      case "thumb" -> PictureSize.THUMBNAIL;
      default ->
          throw new BadCommandException(
              "size is original or thumb, not '" + all.values.get("size") + "'");
    };
  }

  /** Makes a record that checks itself. */
  private interface Maker<T> {
    T make() throws BadCommandException;
  }

  private static <T> T checked(Maker<T> maker) throws BadCommandException {
    try {
      return maker.make();
    } catch (IllegalArgumentException e) {
      throw new BadCommandException(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key));
  }

  private Optional<String> name(String key) throws BadCommandException {
    Optional<String> name = text(key);
    if (name.isPresent() && name.get().length() > MOST_NAME_CHARS) {
      throw new BadCommandException(key + " has at most " + MOST_NAME_CHARS + " characters");
    }
    return name;
  }

  private Optional<String> camera() {
    return text(CAMERA).map(name -> new Camera(name).name());
  }

  private Optional<SearchTime> time(String key) throws BadCommandException {
    Optional<String> text = text(key);
    return text.isPresent() ? Optional.of(SearchTime.of(key, text.get(), now)) : Optional.empty();
  }

  private OptionalDouble minScore() throws BadCommandException {
    Optional<String> text = text("min-score");
    if (text.isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Double.parseDouble(text.get()));
    } catch (NumberFormatException e) {
      throw new BadCommandException("min-score is 0 to 1, not '" + text.get() + "'");
    }
  }

  private Optional<String> status() throws BadCommandException {
    Optional<String> status = text("status");
    if (status.isPresent() && !List.of("complete", "partial").contains(status.get())) {
      throw new BadCommandException("status is complete or partial, not '" + status.get() + "'");
    }
    return status;
  }

  private int limit(int most) throws BadCommandException {
    Optional<String> text = text(LIMIT);
    if (text.isEmpty()) {
      return ResultQuery.USUAL_LIMIT;
    }
    if (text.get().matches("\\d{1,10}")) {
      long limit = Long.parseLong(text.get());
      if (limit >= 1 && limit <= most) {
        return (int) limit;
      }
    }
    throw new BadCommandException(
        "limit is a whole number from 1 to " + most + ", not '" + text.get() + "'");
  }
}
