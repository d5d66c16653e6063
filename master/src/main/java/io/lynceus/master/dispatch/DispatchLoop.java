package io.lynceus.master.dispatch;

import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the events of dispatch one after the other. After those that came together it runs, once,
 * the settling step: what follows from any event. A fault in one event is logged and counted, and
 * the next one runs.
 */
final class DispatchLoop {
  private static final Logger log = LoggerFactory.getLogger(DispatchLoop.class);

  private final Executor thread;
  private final Runnable settling;
  private final BooleanSupplier invariants;
  private long faults;
  private boolean settlingIsPosted;

  /**
   * @param thread runs what is posted one after the other
   * @param settling runs after the events
   * @param invariants asked after every event if the JVM has assertions on; false is a fault
   */
  DispatchLoop(Executor thread, Runnable settling, BooleanSupplier invariants) {
    this.thread = thread;
    this.settling = settling;
    this.invariants = invariants;
  }

  /** Any thread may call this. */
  void post(Runnable event) {
    thread.execute(
        () -> {
          guard(event);
          assert invariants.getAsBoolean();
          settleLater();
        });
  }

  /** After the events that have been posted by now. */
  private void settleLater() {
    if (!settlingIsPosted) {
      settlingIsPosted = true;
      thread.execute(
          () -> {
            settlingIsPosted = false;
            guard(settling);
            assert invariants.getAsBoolean();
          });
    }
  }

  /** Runs a step; its fault does not stop the next ones. */
  void guard(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      faults++;
      log.error("a fault of dispatch itself; the event is skipped", e);
    } catch (OutOfMemoryError e) { // An executor would swallow it.
      Thread current = Thread.currentThread();
      current.getUncaughtExceptionHandler().uncaughtException(current, e);
    }
  }

  /** How many events had to be skipped. */
  long faults() {
    return faults;
  }
}
