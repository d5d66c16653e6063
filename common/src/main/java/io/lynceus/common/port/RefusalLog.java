package io.lynceus.common.port;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who was refused at a port and why, one line a second at most: strangers do not get to fill
 * the disk. Callable by any thread.
 */
public final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String port;
  private final InstantSource clock;
  private final AtomicReference<Instant> nextLine = new AtomicReference<>(Instant.MIN);
  private final AtomicLong unsaid = new AtomicLong();

  /**
   * @param port how the port is called in the lines
   */
  public RefusalLog(String port, InstantSource clock) {
    this.port = port;
    this.clock = clock;
  }

  /** Says it, or counts it for the next line; tells which. */
  public boolean refused(String address, String reason) {
    Instant now = clock.instant();
    Instant next = nextLine.get();
    if (now.isBefore(next) || !nextLine.compareAndSet(next, now.plus(PAUSE))) {
      unsaid.incrementAndGet();
      return false;
    }
    long others = unsaid.getAndSet(0);
    LOG.warn(
        "refused {} on the {}: {}{}",
        address,
        port,
        reason,
        others == 0 ? "" : " (and " + others + " others meanwhile)");
    return true;
  }
}
