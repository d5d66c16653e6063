package io.lynceus.master.dispatch.state;

import io.lynceus.master.dispatch.state.WorkUnit.UnitEnd;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.image.PictureCondition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows a fault of this program in an event of dispatch. The task at fault gets a reply that
 * says so, and so does each that the fault has left where no other event would find it: with a unit
 * that neither waits nor is with a slave. What is counted is counted anew.
 */
public final class FaultRecovery {
  private static final Logger log = LoggerFactory.getLogger(FaultRecovery.class);
  private static final String MESSAGE =
      "a fault of the master itself has ended this task: its log says more";

  private final OpenTasks tasks;
  private final WaitingLine line;
  private final SlaveRoster slaves;
  private final Function<SlaveManager, Reply> merger;
  private final DispatchEvents events;

  /**
   * @param merger makes the reply of a task whose units have all ended
   */
  public FaultRecovery(
      OpenTasks tasks,
      WaitingLine line,
      SlaveRoster slaves,
      Function<SlaveManager, Reply> merger,
      DispatchEvents events) {
    this.tasks = tasks;
    this.line = line;
    this.slaves = slaves;
    this.merger = merger;
    this.events = events;
  }

  /**
   * Puts everything in order again.
   *
   * @param atFault the task that was worked on; null if that is not known
   */
  public void recover(@Nullable SlaveManager atFault) {
    if (atFault != null) {
      end(atFault);
    }
    List.copyOf(tasks.all()).stream().filter(task -> !isSound(task)).forEach(this::end);
    tasks.recount(slaves.all());
  }

  private boolean isSound(SlaveManager task) {
    boolean anyGiven = task.units().stream().anyMatch(unit -> unit.attempts() > 0);
    return task.isWaiting() == !anyGiven
        && line.contains(task) == task.isWaiting()
        && task.isFinished() == tasks.isFinished(task)
        && tasks.image(task) == task.image()
        && task.units().stream().allMatch(this::isSound);
  }

  private boolean isSound(WorkUnit unit) {
    return switch (unit.state()) {
      case ENDED -> line.places(unit) == 0;
      case WAITING -> line.places(unit) == 1;
      case IN_HAND -> line.places(unit) == 0 && unit.wanted().stream().allMatch(this::isInHand);
      case BLOCKED -> unit.needs().stream().noneMatch(need -> need.hasEnded() && !need.isDone());
    };
  }

  private boolean isInHand(Attempt attempt) {
    return attempt.slave().hasInHand(attempt) && slaves.contains(attempt.slave());
  }

  /** Whatever else fails meanwhile, nothing of the task is kept, and its clients get a reply. */
  private void end(SlaveManager task) {
    boolean open = tasks.contains(task);
    for (WorkUnit unit : task.units()) {
      step(() -> line.remove(unit));
      if (!unit.hasEnded()) {
        step(() -> unit.end(failed(unit)));
        step(() -> events.unitEnded(unit));
      }
      unit.wanted().forEach(attempt -> step(() -> attempt.slave().abandon(attempt)));
    }
    step(() -> line.leave(task));
    step(() -> tasks.remove(task));
    if (open) {
      task.holders().stream()
          .filter(slaves::contains)
          .forEach(slave -> step(() -> slave.closeTask(task)));
    }
    Reply reply = reply(task);
    step(() -> events.replyMade(task, reply));
    task.reply(reply);
    step(() -> events.taskReplied(task, reply));
  }

  private Reply reply(SlaveManager task) {
    try {
      return merger.apply(task);
    } catch (RuntimeException e) {
      log.error("no reply can be made of what is known of task {}", task, e);
      return Reply.rejected(
          task.request().ask(),
          new Rejection(
              RejectionCode.BUSY, MESSAGE + "; send it again", Optional.of(Duration.ofSeconds(1))));
    }
  }

  private static UnitEnd failed(WorkUnit unit) {
    return new UnitEnd(
        UnitReply.without(Outcome.FAILED, MESSAGE),
        new UnitRun(Duration.ZERO, "", unit.attempts()),
        false,
        Vocabulary.NONE,
        PictureCondition.SOUND);
  }

  private static void step(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.error("one more fault, after another one", e);
    }
  }
}
