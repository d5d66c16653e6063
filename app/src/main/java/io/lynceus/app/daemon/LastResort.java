package io.lynceus.app.daemon;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of an exception that a daemon's thread did not catch: a process without memory ends
 * at once, as nothing that it says can be trusted; anything else is logged.
 *
 * <p>The JVM ends by itself where its heap is full, if the launcher has told it so. This is for
 * what is thrown by Java code: no direct buffers, no native memory, no thread.
 */
final class LastResort implements Thread.UncaughtExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(LastResort.class);
  private static final int MAX_REASON_CHARS = 200;

  private final AtomicBoolean ending = new AtomicBoolean();

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    if (!(thrown instanceof OutOfMemoryError || thrown.getCause() instanceof OutOfMemoryError)) {
      log.error("thread {} has met a fault of this program", thread.getName(), thrown);
    } else if (ending.compareAndSet(false, true)) { // Several threads find out at the same time.
      try {
        log.error(
            "out of memory: this process ends at once, for its supervisor to start it again ({})",
            reason(thrown));
      } finally {
        Runtime.getRuntime().halt(DaemonCommand.OUT_OF_MEMORY);
      }
    }
  }

  /** What the first cause says, in one line. */
  private static String reason(Throwable thrown) {
    Throwable first = thrown;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    String said = String.valueOf(first.getMessage()).replaceAll("\\s+", " ").strip();
    return said.length() > MAX_REASON_CHARS ? said.substring(0, MAX_REASON_CHARS) + "…" : said;
  }
}
