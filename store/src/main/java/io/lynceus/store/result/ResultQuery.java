package io.lynceus.store.result;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is looked for. All that is given has to hold; label, zone, person and least score of one and
 * the same finding, which counts.
 *
 * @param from the earliest time of a still, inclusive
 * @param to the latest, exclusive
 * @param minScore 0 to 1
 * @param status {@code complete} or {@code partial}
 * @param words that all occur in the image's name, its camera, labels, zones or persons: whole
 *     words, in any order and case, with or without accents. Nothing in it is a command
 * @param cursor {@link ResultPage#next} of the page before
 * @param limit results on a page, 1 to {@value #MAX_LIMIT}
 */
public record ResultQuery(
    Optional<String> camera,
    Optional<String> label,
    Optional<String> zone,
    Optional<String> person,
    Optional<Instant> from,
    Optional<Instant> to,
    OptionalDouble minScore,
    Optional<String> status,
    Optional<String> words,
    Optional<String> cursor,
    int limit) {
  public static final int MAX_LIMIT = QueryBounds.MAX_LIMIT;
  public static final int USUAL_LIMIT = QueryBounds.USUAL_LIMIT;

  /** The newest results of all cameras. */
  public static final ResultQuery ALL =
      new ResultQuery(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          USUAL_LIMIT);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException says which parameter may have which values
   */
  public ResultQuery {
    QueryBounds.check(from, to, limit);
    minScore.ifPresent(
        score -> {
          if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("min-score is 0 to 1, not " + score);
          }
        });
  }

  public ResultQuery withCamera(String value) {
    return new ResultQuery(
        Optional.of(value), label, zone, person, from, to, minScore, status, words, cursor, limit);
  }

  public ResultQuery withLabel(String value) {
    return new ResultQuery(
        camera, Optional.of(value), zone, person, from, to, minScore, status, words, cursor, limit);
  }

  public ResultQuery withZone(String value) {
    return new ResultQuery(
        camera,
        label,
        Optional.of(value),
        person,
        from,
        to,
        minScore,
        status,
        words,
        cursor,
        limit);
  }

  public ResultQuery withPerson(String value) {
    return new ResultQuery(
        camera, label, zone, Optional.of(value), from, to, minScore, status, words, cursor, limit);
  }

  /** Stills from the first time, inclusive, to the second, exclusive. */
  public ResultQuery withTimes(Optional<Instant> first, Optional<Instant> last) {
    return new ResultQuery(
        camera, label, zone, person, first, last, minScore, status, words, cursor, limit);
  }

  public ResultQuery withMinScore(double value) {
    return new ResultQuery(
        camera,
        label,
        zone,
        person,
        from,
        to,
        OptionalDouble.of(value),
        status,
        words,
        cursor,
        limit);
  }

  public ResultQuery withStatus(String value) {
    return new ResultQuery(
        camera, label, zone, person, from, to, minScore, Optional.of(value), words, cursor, limit);
  }

  public ResultQuery withWords(String value) {
    return new ResultQuery(
        camera, label, zone, person, from, to, minScore, status, Optional.of(value), cursor, limit);
  }

  public ResultQuery withCursor(Optional<String> value) {
    return new ResultQuery(
        camera, label, zone, person, from, to, minScore, status, words, value, limit);
  }

  public ResultQuery withLimit(int value) {
    return new ResultQuery(
        camera, label, zone, person, from, to, minScore, status, words, cursor, value);
  }
}
