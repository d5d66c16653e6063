package io.lynceus.master.slaves;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections against their limits. Callable by any thread. */
final class SlaveConnectionLimit {
  private final SlavesPortConfig.Limits limits;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger strangers = new AtomicInteger();

  SlaveConnectionLimit(SlavesPortConfig.Limits limits) {
    this.limits = limits;
  }

  /** Places that are taken now. */
  int taken() {
    return connections.get();
  }

  /** Takes a place for a stranger, if there is one. */
  boolean take() {
    if (connections.incrementAndGet() > limits.connections()) {
      connections.decrementAndGet();
      return false;
    }
    if (strangers.incrementAndGet() > limits.strangers()) {
      giveUp(true);
      return false;
    }
    return true;
  }

  /** A stranger has proved that it is none. */
  void proved() {
    strangers.decrementAndGet();
  }

  /** A connection with a place is gone. */
  void giveUp(boolean stranger) {
    connections.decrementAndGet();
    if (stranger) {
      strangers.decrementAndGet();
    }
  }
}
