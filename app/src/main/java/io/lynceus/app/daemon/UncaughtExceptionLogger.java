package io.lynceus.app.daemon;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles exceptions that a daemon's thread did not catch. After an {@link OutOfMemoryError} the
 * process ends at once, since its state cannot be trusted; anything else is logged.
 *
 * <p>The launcher makes the JVM itself exit when its heap is full. This class covers the errors
 * that Java code throws: no direct buffers, no native memory, no more threads.
 */
final class UncaughtExceptionLogger implements Thread.UncaughtExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(UncaughtExceptionLogger.class);
  private static final int MAX_REASON_CHARS = 200;

  private final AtomicBoolean ending = new AtomicBoolean();

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    if (!(thrown instanceof OutOfMemoryError || thrown.getCause() instanceof OutOfMemoryError)) {
      log.error("thread {} failed with an unexpected exception", thread.getName(), thrown);
    } else if (ending.compareAndSet(
        false, true)) { // Several threads may run out of memory at once.
      try {
        log.error(
            "out of memory: this process ends at once; its supervisor should start it again ({})",
            reason(thrown));
      } finally {
        Runtime.getRuntime().halt(DaemonCommand.OUT_OF_MEMORY);
      }
    }
  }

  /** The message of the innermost cause, in one line. */
  private static String reason(Throwable thrown) {
    Throwable first = thrown;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    String said = String.valueOf(first.getMessage()).replaceAll("\\s+", " ").strip();
    return said.length() > MAX_REASON_CHARS ? said.substring(0, MAX_REASON_CHARS) + "…" : said;
  }
}
