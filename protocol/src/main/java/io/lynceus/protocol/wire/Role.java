package io.lynceus.protocol.wire;

import java.util.Locale;

/** Which end of a connection a process is. */
public enum Role {
  /** Connects, and proves itself first. */
  SLAVE(1),
  /** Listens. */
  MASTER(2);

  private final byte code;
  private final String key = name().toLowerCase(Locale.ROOT);

  Role(int code) {
    this.code = (byte) code;
  }

  /** The byte of the role in hellos and proofs. */
  byte code() {
    return code;
  }

  /** The name in logs: {@code slave} or {@code master}. */
  String key() {
    return key;
  }

  Role peer() {
    return this == SLAVE ? MASTER : SLAVE;
  }
}
