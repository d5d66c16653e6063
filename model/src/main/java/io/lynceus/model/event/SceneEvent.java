package io.lynceus.model.event;

import io.lynceus.model.Camera;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened in front of a camera, from its beginning to its end.
 *
 * @param id of it among all events of all masters, 1 to {@value #MAX_ID_CHARS} characters
 * @param rule the name of the rule that it follows from
 * @param label of what came or is there
 * @param zone where; absent for all that the camera sees
 * @param started the time of the first still that shows it
 * @param last the time of the last still that showed it
 * @param ended the same once it is over; absent while it goes on, as far as is known
 * @param count how many: 1, or of {@link EventKind#COUNT} the most at once
 * @param quiet whether it began in quiet hours: it is kept, and nobody is told
 */
public record SceneEvent(
    String id,
    EventKind kind,
    String rule,
    Camera camera,
    String label,
    Optional<String> zone,
    Instant started,
    Instant last,
    Optional<Instant> ended,
    int count,
    boolean quiet,
    BestStill best) {
  public static final int MAX_ID_CHARS = 40;

  /** This, as a later still shows it; it ends no earlier than it began, whatever the clock does. */
  public SceneEvent seen(Instant time, int number, BestStill still) {
    Instant latest = time.isBefore(started) ? started : time;
    return new SceneEvent(
        id, kind, rule, camera, label, zone, started, latest, ended, number, quiet, still);
  }

  /** This, over since it was last seen. */
  public SceneEvent over() {
    return new SceneEvent(
        id, kind, rule, camera, label, zone, started, last, Optional.of(last), count, quiet, best);
  }
}
