package io.lynceus.app.models;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Closes a stream from which nothing has come for some time, so that its reader wakes up. */
final class StallWatch implements AutoCloseable {
  private static final int LOOKS = 4;

  private final Duration most;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "stall-watch");
            thread.setDaemon(true);
            return thread;
          });
  private volatile long lastNanos = System.nanoTime();
  private volatile boolean stalled;

  private StallWatch(Duration most) {
    this.most = most;
  }

  /** Begins to watch. */
  static StallWatch over(InputStream stream, Duration most) {
    StallWatch watch = new StallWatch(most);
    long pause = Math.max(1, most.toMillis() / LOOKS);
    var unused =
        watch.clock.scheduleWithFixedDelay(
            () -> watch.look(stream), pause, pause, TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look(InputStream stream) {
    if (System.nanoTime() - lastNanos > most.toNanos()) {
      stalled = true;
      try {
        stream.close();
      } catch (IOException e) {
        // It is closed in any case.
      }
    }
  }

  /** Something has come. */
  void progressed() {
    lastNanos = System.nanoTime();
  }

  /**
   * @throws IOException when the stream ended because it was closed here
   */
  void requireNone() throws IOException {
    if (stalled) {
      throw new IOException(
          "nothing has come for %d s; run it again to continue".formatted(most.toSeconds()));
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
