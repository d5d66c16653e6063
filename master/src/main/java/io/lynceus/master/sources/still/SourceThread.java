package io.lynceus.master.sources.still;

import java.time.Duration;
import java.time.Instant;

/** The one thread that all sources run on, and its clocks. Any thread may call it. */
public interface SourceThread {

  /** Runs this on the thread, after what it was given before; not any more when the master ends. */
  void execute(Runnable work);

  /** Runs this on the thread, not before that time has passed. */
  Timer after(Duration delay, Runnable work);

  /** A clock that never goes back, in nanoseconds. */
  long nanos();

  /** The time of day. */
  Instant now();

  /** Work that waits for its time. */
  interface Timer {
    /** It will not run; called by the thread, where it may have run already. */
    void cancel();
  }
}
