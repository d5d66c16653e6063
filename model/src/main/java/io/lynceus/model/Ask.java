package io.lynceus.model;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a client asks of one image.
 *
 * @param name the client's name for the image
 * @param id the client's, for this one image: the same image may be sent again under it
 * @param analyses what to look for; empty means {@link Analysis#STANDARD}
 * @param options what is set for the analyses
 * @param deadline how long after its arrival the reply is due; empty means the master's setting,
 *     which also caps it
 * @param still which camera took the picture, and when
 */
public record Ask(
    Optional<String> name,
    Optional<String> id,
    SortedSet<Analysis> analyses,
    AskOptions options,
    Optional<Duration> deadline,
    Still still) {

  /** Nothing asked. */
  public static final Ask DEFAULT =
      new Ask(
          Optional.empty(),
          Optional.empty(),
          new TreeSet<>(),
          AskOptions.NONE,
          Optional.empty(),
          Still.UNKNOWN);

  /** No deadline is longer. */
  public static final Duration LONGEST_DEADLINE = Duration.ofHours(1);

  /**
   * Checks the deadline.
   *
   * @throws IllegalArgumentException for a deadline that is not from 1 ms to 1 hour
   */
  public Ask {
    if (deadline.isPresent()
        && (deadline.get().toMillis() < 1 || deadline.get().compareTo(LONGEST_DEADLINE) > 0)) {
      throw new IllegalArgumentException("a deadline is from 1 ms to 1 hour");
    }
    analyses = Collections.unmodifiableSortedSet(new TreeSet<>(analyses));
  }

  /**
   * Where a picture comes from.
   *
   * @param camera that took it, if the client says so
   * @param time when it was taken, if the client says so
   */
  public record Still(Optional<Camera> camera, Optional<OffsetDateTime> time) {
    public static final Still UNKNOWN = new Still(Optional.empty(), Optional.empty());
  }

  public Ask withName(String text) {
    return withName(Optional.of(text));
  }

  public Ask withName(Optional<String> text) {
    return new Ask(text, id, analyses, options, deadline, still);
  }

  public Ask withId(Optional<String> text) {
    return new Ask(name, text, analyses, options, deadline, still);
  }

  public Ask withAnalyses(Collection<Analysis> some) {
    return new Ask(name, id, new TreeSet<>(some), options, deadline, still);
  }

  public Ask withOptions(AskOptions changed) {
    return new Ask(name, id, analyses, changed, deadline, still);
  }

  /** This, with one option set; see {@link AskOptions#with}. */
  public Ask withOption(String key, String value) {
    return withOptions(options.with(key, value));
  }

  public Ask withDeadline(Optional<Duration> limit) {
    return new Ask(name, id, analyses, options, limit, still);
  }

  public Ask withCamera(Optional<Camera> camera) {
    return new Ask(name, id, analyses, options, deadline, new Still(camera, still.time));
  }

  public Ask withTime(Optional<OffsetDateTime> time) {
    return new Ask(name, id, analyses, options, deadline, new Still(still.camera, time));
  }

  public Optional<Camera> camera() {
    return still.camera;
  }

  public Optional<OffsetDateTime> time() {
    return still.time;
  }

  /** Whether the reply has the number of corners alone, and not the corners themselves. */
  public boolean countsCorners() {
    return options.value("corners").filter("count"::equals).isPresent();
  }

  /** The analyses that are asked for by name, or else the standard ones. */
  public SortedSet<Analysis> wanted() {
    return analyses.isEmpty() ? new TreeSet<>(Analysis.STANDARD) : analyses;
  }
}
