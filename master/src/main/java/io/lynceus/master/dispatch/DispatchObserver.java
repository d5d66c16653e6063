package io.lynceus.master.dispatch;

import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;

/**
 * Watches what dispatch does, to count it. Called by the dispatch thread, which waits: its methods
 * return at once, and throw nothing.
 */
public interface DispatchObserver {
  /** Watches nothing. */
  DispatchObserver NONE = new DispatchObserver() {};

  /** An image was answered; with what became of its units, and where the time went. */
  default void replied(Reply reply) {}

  /** An image was refused before it became a task. */
  default void refused(RejectionCode code) {}

  /** Something else has happened, once. */
  default void happened(Event event) {}

  /** What is counted beside replies. */
  enum Event {
    /** All clients that waited for an image are gone, and it was given up. */
    IMAGE_CANCELLED,
    /** A unit was given to a slave for the first time. */
    FIRST_ATTEMPT,
    /** A unit was given to a slave in place of an attempt that came to nothing. */
    REPEATED_ATTEMPT,
    /** A unit was given to a second slave, beside the first. */
    SECOND_ATTEMPT,
    /** A result came when nobody wanted it any more. */
    WASTED_RESULT,
    /** A unit was running on a slave that died. */
    UNIT_SUSPECTED,
    SLAVE_JOINED,
    /** A slave left after draining. */
    SLAVE_LEFT,
    /** A slave's connection ended without draining. */
    SLAVE_LOST,
    /** A slave was silent for too long to be given more. */
    SLAVE_SUSPECTED
  }
}
