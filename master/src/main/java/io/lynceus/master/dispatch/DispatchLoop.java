package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.TaskFault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the events of dispatch one after the other, and what follows from any event: replies at
 * once, so that clients are written to meanwhile, and the assignment of units once after the events
 * that came together. A fault in one event is logged and counted, the tasks that it concerns are
 * ended, and the next event runs.
 */
final class DispatchLoop {
  private static final Logger log = LoggerFactory.getLogger(DispatchLoop.class);

  private final Executor thread;
  private final Runnable replying;
  private final Runnable assigning;
  private final BooleanSupplier invariants;
  private final Consumer<@Nullable SlaveManager> recovery;
  private long faults;
  private boolean assigningIsPosted;

  /**
   * @param thread runs what is posted one after the other
   * @param replying runs after every event
   * @param assigning runs once after the events that have been posted by then
   * @param invariants asked after every event if the JVM has assertions on; false is a fault
   * @param recovery puts things in order after a fault, with the task that was worked on, or null
   */
  DispatchLoop(
      Executor thread,
      Runnable replying,
      Runnable assigning,
      BooleanSupplier invariants,
      Consumer<@Nullable SlaveManager> recovery) {
    this.thread = thread;
    this.replying = replying;
    this.assigning = assigning;
    this.invariants = invariants;
    this.recovery = recovery;
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
    post(
        () -> {
          try {
            answer.complete(question.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
            throw e;
          }
        });
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
    } catch (TaskFault fault) {
      recover(fault.task(), fault);
    } catch (RuntimeException e) {
      recover(null, e);
    } catch (OutOfMemoryError e) { // An executor would swallow it.
      Thread current = Thread.currentThread();
      current.getUncaughtExceptionHandler().uncaughtException(current, e);
    }
  }

  private void recover(@Nullable SlaveManager task, RuntimeException fault) {
    faults++;
    log.error("a fault of dispatch itself: the tasks that it concerns are ended", fault);
    try {
      recovery.accept(task);
    } catch (RuntimeException e) {
      log.error("a fault in the recovery from a fault", e);
    }
  }

  /** How many events had a fault. */
  long faults() {
    return faults;
  }
}
