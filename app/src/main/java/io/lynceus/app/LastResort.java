package io.lynceus.app;

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

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    if (thrown instanceof OutOfMemoryError || thrown.getCause() instanceof OutOfMemoryError) {
      try {
        log.error(
            "out of memory: this process ends at once, for its supervisor to start it again ({})",
            thrown.toString());
      } finally {
        Runtime.getRuntime().halt(DaemonCommand.OUT_OF_MEMORY);
      }
    }
    log.error("thread {} has met a fault of this program", thread.getName(), thrown);
  }
}
