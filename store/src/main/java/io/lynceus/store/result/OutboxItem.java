package io.lynceus.store.result;

import java.time.Instant;
import java.util.Optional;

/**
 * A change of an event that a channel has still to be told of, or was given up.
 *
 * @param seq its place in the order in which changes happened
 * @param id of the message, the same at each attempt; 1 to {@value #MAX_ID_CHARS} characters
 * @param channel whom to tell, such as {@code webhook.phone}
 * @param camera of the event
 * @param event the event's id
 * @param body the change as JSON
 * @param created when it happened, by the master's clock
 * @param attempts that have failed so far
 * @param due when to try again; not later than now: at once
 * @param dead present when it was given up
 */
public record OutboxItem(
    long seq,
    String id,
    String channel,
    String camera,
    String event,
    String body,
    Instant created,
    int attempts,
    Instant due,
    Optional<Dead> dead) {
  public static final int MAX_ID_CHARS = 60;

  /**
   * That it was given up.
   *
   * @param at by the master's clock
   * @param why in words for people
   */
  public record Dead(Instant at, String why) {}

  /** This, after one more attempt that failed. */
  public OutboxItem again(Instant at) {
    return new OutboxItem(
        seq, id, channel, camera, event, body, created, attempts + 1, at, Optional.empty());
  }

  /** This, given up after one more attempt. */
  public OutboxItem givenUp(Instant at, String why) {
    return new OutboxItem(
        seq,
        id,
        channel,
        camera,
        event,
        body,
        created,
        attempts + 1,
        due,
        Optional.of(new Dead(at, why)));
  }

  /** This, as if it had happened now: it gets all attempts once more. */
  public OutboxItem anew(Instant now) {
    return new OutboxItem(seq, id, channel, camera, event, body, now, 0, now, Optional.empty());
  }
}
