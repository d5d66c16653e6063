package io.lynceus.master.mqtt.topics;

/** A topic that holds whether something of a label is there. */
record PresenceTopic(String label, String topic) {}
