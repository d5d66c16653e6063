package io.lynceus.master.slaves;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the connections of slaves, and of those among them that have not authenticated.
 * Thread-safe.
 */
final class SlaveConnectionLimit {
  private final SlavesPortConfig.Limits limits;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger strangers = new AtomicInteger();

  SlaveConnectionLimit(SlavesPortConfig.Limits limits) {
    this.limits = limits;
  }

  /** Connections now. */
  int connections() {
    return connections.get();
  }

  /** Admits a new connection, which has not authenticated; false if there are too many. */
  boolean admit() {
    if (connections.incrementAndGet() > limits.connections()) {
      connections.decrementAndGet();
      return false;
    }
    if (strangers.incrementAndGet() > limits.strangers()) {
      closed(false);
      return false;
    }
    return true;
  }

  /** A connection has authenticated. */
  void authenticated() {
    strangers.decrementAndGet();
  }

  /** An admitted connection is gone. */
  void closed(boolean authenticated) {
    connections.decrementAndGet();
    if (!authenticated) {
      strangers.decrementAndGet();
    }
  }
}
