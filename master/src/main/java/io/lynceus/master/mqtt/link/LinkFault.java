package io.lynceus.master.mqtt.link;

/**
 * Why there is no connection to the broker.
 *
 * @param text in a line that says what to do; follows the broker's name and calls it "it"
 */
public record LinkFault(Kind kind, String text) {
  /** What failed. */
  public enum Kind {
    /** There is no such host, or nothing listens there. */
    UNREACHABLE,
    TLS,
    /** The broker refuses user, password or client. */
    LOGIN,
    /** It is no broker that speaks MQTT 5, or lacks what is needed. */
    PROTOCOL,
    /** There was one. */
    LOST
  }
}
