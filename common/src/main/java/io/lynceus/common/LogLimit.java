package io.lynceus.common;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Bounds how often something is logged, so that it cannot fill the disk. Thread-safe. */
public final class LogLimit {
  private final Duration pause;
  private final InstantSource clock;
  private final AtomicReference<Instant> nextLine = new AtomicReference<>(Instant.MIN);
  private final AtomicLong unlogged = new AtomicLong();

  /**
   * @param pause at least from one line to the next
   */
  public LogLimit(Duration pause, InstantSource clock) {
    this.pause = pause;
    this.clock = clock;
  }

  /**
   * Logs a line and returns true, or counts it for the next one.
   *
   * @param line logs it; takes its end, which says how many were not logged since the last one
   */
  public boolean tryLine(Consumer<String> line) {
    Instant now = clock.instant();
    Instant next = nextLine.get();
    if (now.isBefore(next) || !nextLine.compareAndSet(next, now.plus(pause))) {
      unlogged.incrementAndGet();
      return false;
    }
    long others = unlogged.getAndSet(0);
    line.accept(others == 0 ? "" : " (and " + others + " others meanwhile)");
    return true;
  }
}
