package io.lynceus.common.port;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs who was refused at a port, and why: at most one line a second, so that strangers cannot fill
 * the disk. Thread-safe.
 */
public final class RefusalLog {
  private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String port;
  private final InstantSource clock;
  private final AtomicReference<Instant> nextLine = new AtomicReference<>(Instant.MIN);
  private final AtomicLong unlogged = new AtomicLong();

  /**
   * @param port name of the port in the lines
   */
  public RefusalLog(String port, InstantSource clock) {
    this.port = port;
    this.clock = clock;
  }

  /** Logs the refusal and returns true, or counts it for the next line. */
  public boolean refused(String address, String reason) {
    Instant now = clock.instant();
    Instant next = nextLine.get();
    if (now.isBefore(next) || !nextLine.compareAndSet(next, now.plus(PAUSE))) {
      unlogged.incrementAndGet();
      return false;
    }
    long others = unlogged.getAndSet(0);
    log.warn(
        "refused {} on the {}: {}{}",
        address,
        port,
        reason,
        others == 0 ? "" : " (and " + others + " others meanwhile)");
    return true;
  }
}
