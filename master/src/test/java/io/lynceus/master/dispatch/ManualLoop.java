package io.lynceus.master.dispatch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** The dispatch thread and its clock, driven by hand. */
final class ManualLoop implements Executor, DispatchClock {
  private final Deque<Runnable> posted = new ArrayDeque<>();
  private long nanos;
  private long slept;

  @Override
  public void execute(Runnable event) {
    posted.add(event);
  }

  long nanos() {
    return nanos;
  }

  @Override
  public long getAsLong() {
    return nanos;
  }

  @Override
  public long wallNanos() {
    return nanos + slept;
  }

  /** The machine sleeps: only the clock on the wall goes on. */
  void sleep(Duration time) {
    slept += time.toNanos();
  }

  void advance(Duration time) {
    nanos += time.toNanos();
  }

  void advanceTo(long time) {
    nanos = time;
  }

  /** Runs what was posted, and what that posts. */
  void runPosted() {
    for (Runnable event = posted.poll(); event != null; event = posted.poll()) {
      event.run();
    }
  }
}
