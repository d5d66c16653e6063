package io.lynceus.common.port;

import io.lynceus.common.LogLimit;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs who was refused at a port, and why, and which connections have failed: at most one line a
 * second of each, so that strangers cannot fill the disk. Thread-safe.
 */
public final class RefusalLog {
  private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String port;
  private final LogLimit limit;
  private final LogLimit failures;

  /**
   * @param port name of the port in the lines
   */
  public RefusalLog(String port, InstantSource clock) {
    this.port = port;
    limit = new LogLimit(PAUSE, clock);
    failures = new LogLimit(PAUSE, clock);
  }

  /** Logs the refusal and returns true, or counts it for the next line. */
  public boolean refused(String address, String reason) {
    return limit.tryLine(
        others -> log.warn("refused {} on the {}: {}{}", address, port, reason, others));
  }

  /** Logs a fault of this program, with its stack trace, or counts it for the next line. */
  public void failed(String what, Throwable cause) {
    failures.tryLine(others -> log.warn("{} has failed on the {}{}", what, port, others, cause));
  }
}
