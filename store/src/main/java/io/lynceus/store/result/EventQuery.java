package io.lynceus.store.result;

import io.lynceus.model.event.EventKind;
import java.time.Instant;
import java.util.Optional;

/**
 * Which events are looked for: those of which all that is given holds.
 *
 * @param label as the network spells it
 * @param from the earliest beginning, inclusive
 * @param to the latest, exclusive
 * @param seen whether somebody has marked them as seen
 * @param open whether they go on
 * @param cursor {@link EventPage#next} of the page before
 * @param limit events on a page, 1 to {@value #MAX_LIMIT}
 */
public record EventQuery(
    Optional<String> camera,
    Optional<String> label,
    Optional<String> zone,
    Optional<EventKind> kind,
    Optional<String> rule,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<Boolean> seen,
    Optional<Boolean> open,
    Optional<String> cursor,
    int limit) {
  public static final int MAX_LIMIT = QueryBounds.MAX_LIMIT;
  public static final int USUAL_LIMIT = QueryBounds.USUAL_LIMIT;

  /** The newest events of all cameras. */
  public static final EventQuery ALL =
      new EventQuery(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          USUAL_LIMIT);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException says which parameter may have which values
   */
  public EventQuery {
    QueryBounds.check(from, to, limit);
  }

  public EventQuery withCamera(String value) {
    return new EventQuery(
        Optional.of(value), label, zone, kind, rule, from, to, seen, open, cursor, limit);
  }

  public EventQuery withLabel(String value) {
    return new EventQuery(
        camera, Optional.of(value), zone, kind, rule, from, to, seen, open, cursor, limit);
  }

  public EventQuery withZone(String value) {
    return new EventQuery(
        camera, label, Optional.of(value), kind, rule, from, to, seen, open, cursor, limit);
  }

  public EventQuery withKind(EventKind value) {
    return new EventQuery(
        camera, label, zone, Optional.of(value), rule, from, to, seen, open, cursor, limit);
  }

  public EventQuery withRule(String value) {
    return new EventQuery(
        camera, label, zone, kind, Optional.of(value), from, to, seen, open, cursor, limit);
  }

  /** Beginnings from the first time, inclusive, to the second, exclusive. */
  public EventQuery withTimes(Optional<Instant> first, Optional<Instant> last) {
    return new EventQuery(camera, label, zone, kind, rule, first, last, seen, open, cursor, limit);
  }

  public EventQuery withSeen(boolean value) {
    return new EventQuery(
        camera, label, zone, kind, rule, from, to, Optional.of(value), open, cursor, limit);
  }

  public EventQuery withOpen(boolean value) {
    return new EventQuery(
        camera, label, zone, kind, rule, from, to, seen, Optional.of(value), cursor, limit);
  }

  public EventQuery withCursor(Optional<String> value) {
    return new EventQuery(camera, label, zone, kind, rule, from, to, seen, open, value, limit);
  }

  public EventQuery withLimit(int value) {
    return new EventQuery(camera, label, zone, kind, rule, from, to, seen, open, cursor, value);
  }
}
