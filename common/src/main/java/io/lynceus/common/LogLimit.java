package io.lynceus.common;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Bounds how often something is logged, so that it cannot fill the disk. Thread-safe. */
public final class LogLimit {
  private final Duration pause;
  private final Duration burst;
  private final InstantSource clock;

  /** When the pauses of all lines so far will be over, had each waited for the one before. */
  private final AtomicReference<Instant> nextLine;

  private final AtomicLong unlogged = new AtomicLong();

  /**
   * @param pause at least from one line to the next
   */
  public LogLimit(Duration pause, InstantSource clock) {
    this(pause, 1, clock);
  }

  /**
   * @param pause from one line to the next, on average
   * @param lines that may be logged without a pause, after a time without any; at least 1
   */
  public LogLimit(Duration pause, int lines, InstantSource clock) {
    this.pause = pause;
    this.burst = pause.multipliedBy(lines - 1);
    this.clock = clock;
    this.nextLine = new AtomicReference<>(clock.instant());
  }

  /**
   * Logs a line and returns true, or counts it for the next one.
   *
   * @param line logs it; takes its end, which says how many were not logged since the last one
   */
  public boolean tryLine(Consumer<String> line) {
    Instant now = clock.instant();
    Instant next;
    do {
      next = Objects.requireNonNull(nextLine.get());
      if (now.isBefore(next.minus(burst))) {
        unlogged.incrementAndGet();
        return false;
      }
    } while (!nextLine.compareAndSet(next, (now.isBefore(next) ? next : now).plus(pause)));
    long others = unlogged.getAndSet(0);
    line.accept(others == 0 ? "" : " (and " + others + " others meanwhile)");
    return true;
  }
}
