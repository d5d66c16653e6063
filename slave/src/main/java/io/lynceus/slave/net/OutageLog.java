package io.lynceus.slave.net;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says why there is no master: at once when the reason is new, then after 30 s, 1 min, 2 min … up
 * to 10 min, so that a master that is away for a night leaves a page of log and not a book. For one
 * thread.
 */
final class OutageLog {
  private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LAST_PAUSE = Duration.ofMinutes(10);

  private final String master;
  private final InstantSource clock;
  private String lastReason = "";
  private Instant nextLine = Instant.MIN;
  private Duration pause = FIRST_PAUSE;
  private int attempts;

  /**
   * @param master host and port, for the lines
   */
  OutageLog(String master, InstantSource clock) {
    this.master = master;
    this.clock = clock;
  }

  /** An attempt to connect has failed; tells whether it was said. */
  boolean failed(String reason) {
    attempts++;
    Instant now = clock.instant();
    boolean isNew = !reason.equals(lastReason);
    if (!isNew && now.isBefore(nextLine)) {
      return false;
    }
    pause = isNew ? FIRST_PAUSE : min(pause.multipliedBy(2), LAST_PAUSE);
    nextLine = now.plus(pause);
    lastReason = reason;
    LOG.warn("no master at {} (attempt {}): {}; trying on", master, attempts, reason);
    return true;
  }

  /** There is a master again. */
  void connected() {
    lastReason = "";
    attempts = 0;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
