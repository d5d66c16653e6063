package io.lynceus.master.mqtt.link;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A message of MQTT.
 *
 * @param payload nobody changes it
 * @param confirmed whether the broker has to confirm it (QoS 1), or not (QoS 0)
 * @param retained whether the broker keeps it for those who come later; of a message that arrives,
 *     whether it was kept
 */
@SuppressWarnings("ArrayRecordComponent") // it is compared by nobody
public record TopicMessage(String topic, byte[] payload, boolean confirmed, boolean retained) {

  /** One that the broker confirms and keeps; an empty text removes what it keeps. */
  public static TopicMessage kept(String topic, String text) {
    return new TopicMessage(topic, text.getBytes(UTF_8), true, true);
  }

  /** The payload as text. */
  public String text() {
    return new String(payload, UTF_8);
  }
}
