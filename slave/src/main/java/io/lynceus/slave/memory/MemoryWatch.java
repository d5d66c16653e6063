package io.lynceus.slave.memory;

import io.lynceus.common.metrics.ResidentMemory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second at what the process holds. When the slave rests, or holds much, what is free
 * is given back to the system; when it still holds more than it may, its owner is told, once.
 */
public final class MemoryWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MemoryWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration LAST_LOOK = Duration.ofSeconds(5);

  /** Looks at a slave without work before it counts as resting. */
  private static final int RESTING = 3;

  /** Looks between two trims of a slave at work: its next pictures want that memory again. */
  private static final int TRIM_PAUSE = 10;

  private final long bound;
  private final LongSupplier resident;
  private final BooleanSupplier rested;
  private final Runnable trim;
  private final Runnable onOutgrown;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread watch = new Thread(work, "memory-watch");
            watch.setDaemon(true);
            return watch;
          });
  private int restingLooks;
  private int looksSinceTrim = TRIM_PAUSE;
  private boolean outgrown;

  MemoryWatch(
      long bound,
      LongSupplier resident,
      BooleanSupplier rested,
      Runnable trim,
      Runnable onOutgrown) {
    this.bound = bound;
    this.resident = resident;
    this.rested = rested;
    this.trim = trim;
    this.onOutgrown = onOutgrown;
  }

  /**
   * Begins to look.
   *
   * @param rested whether the slave has had no work since this was asked last
   * @param free gives what is kept for later pictures back to the C library; by the watch's thread
   * @param onOutgrown told once, by the watch's thread
   */
  public static MemoryWatch start(
      MemoryPlan plan,
      ResidentMemory memory,
      BooleanSupplier rested,
      Runnable free,
      Runnable onOutgrown) {
    NativeHeap heap = new NativeHeap();
    Runnable trim =
        () -> {
          free.run();
          System.gc(); // Makes the heap small again, and frees buffers outside of it.
          heap.trim();
        };
    MemoryWatch watch = new MemoryWatch(plan.boundBytes(), memory::bytes, rested, trim, onOutgrown);
    if (memory.bytes() == 0) {
      log.info("limits.resident-bytes is not watched: this system does not tell what is resident");
    } else {
      var unused =
          watch.thread.scheduleWithFixedDelay(
              watch::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }
    return watch;
  }

  /** One look. */
  void look() {
    restingLooks = rested.getAsBoolean() ? restingLooks + 1 : 0;
    looksSinceTrim++;
    long bytes = resident.getAsLong();
    boolean much = bytes > bound / 4 * 3 && looksSinceTrim > TRIM_PAUSE;
    if (bytes > bound || much || restingLooks == RESTING) {
      trim();
      looksSinceTrim = 0;
      bytes = resident.getAsLong();
    }
    if (bytes > bound && !outgrown) {
      outgrown = true;
      log.error(
          "grown to {} MiB, past its bound of {} MiB on resident memory: this process ends, and is"
              + " to be started again",
          bytes >> 20,
          bound >> 20);
      onOutgrown.run();
    }
  }

  /** Analyses have a part in it, those of plug-ins too: their fault must not end the watch. */
  private void trim() {
    try {
      trim.run();
    } catch (RuntimeException e) {
      log.warn("memory that is free could not be given back", e);
    }
  }

  /** Looks no more, and waits until a look has ended: analyses may be closed afterwards. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("the last look at memory has not ended after {}", LAST_LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
