package io.lynceus.master.mqtt.session;

import java.util.Optional;

/**
 * How the connection to the broker is. Immutable.
 *
 * @param isConnected whether there is one
 * @param problem why there is none, in a line that says what to do; absent while there is one, and
 *     before the first attempt has ended
 * @param refusal why the broker has refused a message since it was connected last; absent once it
 *     has taken one of each topic that it refused
 * @param sent messages that the broker has, as far as it says so, since the start
 * @param refused messages that it has refused
 * @param dropped messages that mattered only while there was no connection, or no room
 * @param pending messages that it does not have
 */
public record MqttState(
    boolean isConnected,
    Optional<String> problem,
    Optional<String> refusal,
    long sent,
    long refused,
    long dropped,
    int pending) {
  static final MqttState CONNECTING =
      new MqttState(false, Optional.empty(), Optional.empty(), 0, 0, 0, 0);

  MqttState connected() {
    return new MqttState(true, Optional.empty(), Optional.empty(), sent, refused, dropped, pending);
  }

  MqttState lost(String why) {
    return new MqttState(
        false, Optional.of(why), Optional.empty(), sent, refused, dropped, pending);
  }

  MqttState withRefusal(String why) {
    return new MqttState(
        isConnected, problem, Optional.of(why), sent, refused + 1, dropped, pending);
  }

  MqttState withoutRefusal() {
    return new MqttState(isConnected, problem, Optional.empty(), sent, refused, dropped, pending);
  }

  MqttState withSent() {
    return new MqttState(isConnected, problem, refusal, sent + 1, refused, dropped, pending);
  }

  MqttState withDropped() {
    return new MqttState(isConnected, problem, refusal, sent, refused, dropped + 1, pending);
  }

  MqttState waiting(int messages) {
    return new MqttState(isConnected, problem, refusal, sent, refused, dropped, messages);
  }
}
