package io.lynceus.master.gateway.taskport;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reports when nothing has happened on a connection for too long. It has at most one timer. An
 * event does not restart the timer; the time that is left is computed when it fires. Used on its
 * event loop only.
 */
final class ConnectionClock {
  private final EventExecutor loop;
  private final Runnable onDue;
  private long lastEvent;
  private Optional<Duration> limit = Optional.empty();
  private @Nullable ScheduledFuture<?> timer;
  private long timerAt;

  ConnectionClock(EventExecutor loop, Runnable onDue) {
    this.loop = loop;
    this.onDue = onDue;
    touch();
  }

  /** Something has happened. */
  void touch() {
    lastEvent = loop.ticker().nanoTime();
  }

  /** Something has happened that makes up for at most this much waiting. */
  void earn(Duration time) {
    long waited = loop.ticker().nanoTime() - lastEvent;
    lastEvent += Math.min(waited, time.toNanos());
  }

  /** Sets how long nothing may happen from now on; empty means no limit. */
  void setLimit(Optional<Duration> limit) {
    this.limit = limit;
    if (limit.isPresent()) {
      long due = lastEvent + limit.get().toNanos();
      if (timer == null || due - timerAt < 0) {
        start(due);
      }
    }
  }

  void stop() {
    limit = Optional.empty();
    cancelTimer();
  }

  private void start(long due) {
    cancelTimer();
    timerAt = due;
    long delay = Math.max(0, due - loop.ticker().nanoTime());
    timer = loop.schedule(this::fired, delay, TimeUnit.NANOSECONDS);
  }

  private void fired() {
    timer = null;
    if (limit.isEmpty()) {
      return;
    }
    long due = lastEvent + limit.get().toNanos();
    if (loop.ticker().nanoTime() - due < 0) {
      start(due);
    } else {
      onDue.run();
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
