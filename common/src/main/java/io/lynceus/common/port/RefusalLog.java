package io.lynceus.common.port;

import io.lynceus.common.LogLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs who was refused at a port, and why, and which connections have failed: at most one line a
 * second of each, so that strangers cannot fill the disk. An address that is refused again for the
 * same reason, such as a slave with the wrong secret, has one line a minute, with the number of
 * times since the line before. Thread-safe.
 */
public final class RefusalLog {
  private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PAUSE_OF_REPEATED = Duration.ofMinutes(1);

  /** The eldest is forgotten: it would get its line sooner. */
  private static final int MOST_REMEMBERED = 256;

  private final String port;
  private final InstantSource clock;
  private final LogLimit limit;
  private final LogLimit failures;

  /** By address and reason; guarded by itself. */
  private final Map<String, Told> told = new LinkedHashMap<>();

  private static final class Told {
    private final Instant at;
    private long since;

    Told(Instant at) {
      this.at = at;
    }
  }

  /**
   * @param port name of the port in the lines
   */
  public RefusalLog(String port, InstantSource clock) {
    this.port = port;
    this.clock = clock;
    limit = new LogLimit(PAUSE, clock);
    failures = new LogLimit(PAUSE, clock);
  }

  /**
   * Logs the refusal and returns true, or counts it for a later line.
   *
   * @param address of the client, with or without its port
   */
  public boolean refused(String address, String reason) {
    int colon = address.lastIndexOf(':');
    String key = (colon < 0 ? address : address.substring(0, colon)) + ' ' + reason;
    synchronized (told) {
      Told last = told.get(key);
      if (last != null && clock.instant().isBefore(last.at.plus(PAUSE_OF_REPEATED))) {
        last.since++;
        return false;
      }
      String again =
          last == null || last.since == 0
              ? ""
              : " (" + last.since + " more times since the last line)";
      boolean isTold =
          limit.tryLine(
              others ->
                  log.warn("refused {} on the {}: {}{}{}", address, port, reason, again, others));
      if (isTold) {
        told.remove(key);
        told.put(key, new Told(clock.instant()));
        if (told.size() > MOST_REMEMBERED) {
          told.remove(told.keySet().iterator().next());
        }
      }
      return isTold;
    }
  }

  /** Logs a fault of this program, with its stack trace, or counts it for the next line. */
  public void failed(String what, Throwable cause) {
    failures.tryLine(others -> log.warn("{} has failed on the {}{}", what, port, others, cause));
  }
}
