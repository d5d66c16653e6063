package io.lynceus.slave.work;

import io.lynceus.model.Analysis;
import io.lynceus.protocol.message.SlaveMessage;

/** Watches the work of a slave, to count it. Its methods return at once, and throw nothing. */
public interface WorkObserver {
  /** Watches nothing. */
  WorkObserver NONE = new WorkObserver() {};

  /** A unit's begin or end was reported to the master. Called by any thread. */
  default void reported(Analysis analysis, SlaveMessage report) {}

  /** Bytes of an image have come. Called by the connection's event loop. */
  default void received(int bytes) {}
}
