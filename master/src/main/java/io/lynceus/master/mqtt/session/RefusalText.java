package io.lynceus.master.mqtt.session;

/** Says what the reason code of a refused message means, MQTT 5, 3.4.2.1. */
public final class RefusalText {
  private static final int NOT_AUTHORIZED = 0x87;
  private static final int BAD_TOPIC = 0x90;
  private static final int TOO_LARGE = 0x95;
  private static final int QUOTA = 0x97;

  private RefusalText() {}

  /** In words that follow the broker's name. */
  public static String of(int reason, String topic) {
    return switch (reason) {
      case NOT_AUTHORIZED ->
          "does not let this user publish %s: give it the right to write there".formatted(topic);
      case BAD_TOPIC -> "refuses the topic %s: set another mqtt.prefix".formatted(topic);
      case TOO_LARGE ->
          "takes no message as large as that of %s: lower mqtt.snapshot-bytes".formatted(topic);
      case QUOTA -> "refuses the topic %s: this client has sent too much".formatted(topic);
      default -> "refuses the topic %s (reason 0x%02x)".formatted(topic, reason);
    };
  }
}
