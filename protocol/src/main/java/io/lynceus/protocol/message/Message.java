package io.lynceus.protocol.message;

/** Anything that travels in a Kryo envelope between a master and a slave. */
public sealed interface Message permits MasterMessage, SlaveMessage {}
