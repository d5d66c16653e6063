package io.lynceus.master.dispatch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the events of dispatch one after the other, and what follows from any event: replies at
 * once, so that clients are written to meanwhile, and the assignment of units once after the events
 * that came together. A fault in one event is logged and counted, and the next one runs.
 */
final class DispatchLoop {
  private static final Logger log = LoggerFactory.getLogger(DispatchLoop.class);

  private final Executor thread;
  private final Runnable replying;
  private final Runnable assigning;
  private final BooleanSupplier invariants;
  private long faults;
  private boolean assigningIsPosted;

  /**
   * @param thread runs what is posted one after the other
   * @param replying runs after every event
   * @param assigning runs once after the events that have been posted by then
   * @param invariants asked after every event if the JVM has assertions on; false is a fault
   */
  DispatchLoop(Executor thread, Runnable replying, Runnable assigning, BooleanSupplier invariants) {
    this.thread = thread;
    this.replying = replying;
    this.assigning = assigning;
    this.invariants = invariants;
  }

  /** Any thread may call this. */
  void post(Runnable event) {
    thread.execute(
        () -> {
          guard(event);
          guard(replying);
          assert invariants.getAsBoolean();
          assignLater();
        });
  }

  /** The answer of an event, completed by the dispatch thread. Any thread may call this. */
  <T> CompletableFuture<T> ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    post(() -> answer.complete(question.get()));
    return answer;
  }

  /** After the events that have been posted by now. */
  private void assignLater() {
    if (!assigningIsPosted) {
      assigningIsPosted = true;
      thread.execute(
          () -> {
            assigningIsPosted = false;
            guard(assigning);
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
