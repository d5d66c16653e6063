package io.lynceus.master.mqtt.topics;

import java.util.Optional;

/**
 * A topic that holds how many are there.
 *
 * @param zone absent: in all that the camera sees
 * @param label absent: of all objects
 */
record CountTopic(Optional<String> zone, Optional<String> label, String topic) {}
