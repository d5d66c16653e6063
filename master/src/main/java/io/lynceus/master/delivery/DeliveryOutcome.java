package io.lynceus.master.delivery;

import java.time.Duration;

/**
 * What became of an attempt.
 *
 * @param kind of it
 * @param after {@code AGAIN}: how long to wait; otherwise zero
 * @param why for people, without secrets; empty if it is done
 */
public record DeliveryOutcome(Kind kind, Duration after, String why) {
  /** What follows. */
  public enum Kind {
    /** It arrived. */
    DONE,
    /** To be tried again; later ones of the same camera wait for it. */
    AGAIN,
    /** It is given up, and can be seen in the list of the dead. */
    NEVER
  }

  private static final DeliveryOutcome ARRIVED = new DeliveryOutcome(Kind.DONE, Duration.ZERO, "");

  public static DeliveryOutcome done() {
    return ARRIVED;
  }

  /** Tried again after that time. */
  public static DeliveryOutcome again(Duration after, String why) {
    return new DeliveryOutcome(Kind.AGAIN, after, why);
  }

  public static DeliveryOutcome never(String why) {
    return new DeliveryOutcome(Kind.NEVER, Duration.ZERO, why);
  }
}
