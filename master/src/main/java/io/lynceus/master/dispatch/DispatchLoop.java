package io.lynceus.master.dispatch;

import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the events of dispatch one after the other, and behind those that came together, once, what
 * follows from them. A fault in one event is logged and counted, and the next one runs. Any thread
 * may post.
 */
final class DispatchLoop {
  private static final Logger log = LoggerFactory.getLogger(DispatchLoop.class);

  private final Executor thread;
  private final Runnable consequence;
  private long faults;

  /** Whether the consequence is posted already. */
  private boolean due;

  /**
   * @param thread runs what is posted one after the other
   * @param consequence runs behind the events
   */
  DispatchLoop(Executor thread, Runnable consequence) {
    this.thread = thread;
    this.consequence = consequence;
  }

  void post(Runnable event) {
    thread.execute(
        () -> {
          guard(event);
          follow();
        });
  }

  /** Behind the events that have been posted by now. */
  private void follow() {
    if (!due) {
      due = true;
      thread.execute(
          () -> {
            due = false;
            guard(consequence);
          });
    }
  }

  private void guard(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      faults++;
      log.error("a fault of dispatch itself; the event is skipped", e);
    } catch (OutOfMemoryError e) { // An executor would swallow it.
      Thread current = Thread.currentThread();
      current.getUncaughtExceptionHandler().uncaughtException(current, e);
    }
  }

  /** How many events had to be skipped. To be read on the loop's own thread. */
  long faults() {
    return faults;
  }
}
