package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.WaitingLine;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.master.dispatch.state.WorkUnit.UnitEnd;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Decides what an ended attempt means for its unit: an outcome, or another slave.
 *
 * <p>The attempts given to these methods are wanted. Afterwards the unit has ended, waits in the
 * line, or has another attempt that goes on.
 */
final class RetryPolicy {
  /** The findings that a unit needs may take this much: they go to its slave in one message. */
  private static final long MAX_NEEDED_BYTES = 8 << 20;

  /** Names the network of the other parts, and that of this one. */
  private static final String OTHER_NETWORK =
      "its tiles were looked at by two networks, %s and %s: give all slaves the same one, or set"
          + " tiles=off";

  private final DispatchConfig config;
  private final WaitingLine line;
  private final Quarantine quarantine;
  private final LongSupplier clock;
  private final DispatchEvents events;

  RetryPolicy(
      DispatchConfig config,
      WaitingLine line,
      Quarantine quarantine,
      LongSupplier clock,
      DispatchEvents events) {
    this.config = config;
    this.line = line;
    this.quarantine = quarantine;
    this.clock = clock;
    this.events = events;
  }

  /** The slave has the result. */
  void done(Attempt attempt, UnitDone done) {
    WorkUnit unit = attempt.unit();
    String model = done.findings().model();
    Optional<String> other = modelOfOtherPart(unit).filter(known -> !known.equals(model));
    if (other.isPresent()) {
      tryElsewhere(attempt, Outcome.FAILED, OTHER_NETWORK.formatted(other.get(), model));
      return;
    }
    unit.detach(attempt);
    if (unit.isLastPart()) {
      quarantine.clear(unit);
    }
    Duration time = done.timing().decode().plus(done.timing().run());
    UnitRun run = new UnitRun(time, attempt.slave().name(), unit.attempts());
    end(
        unit,
        new UnitEnd(
            UnitReply.ok(done.findings()), run, false, attempt.means().labels(), done.condition()));
  }

  /**
   * The network that has looked at another part of the same analysis. A slave with another network
   * is of no use for this one: what two networks find is not merged.
   */
  private static Optional<String> modelOfOtherPart(WorkUnit unit) {
    return unit.parts().stream()
        .filter(WorkUnit::isDone)
        .map(part -> part.end().orElseThrow().reply().findings().orElseThrow().model())
        .findFirst();
  }

  /** The slave says why there is no result. */
  void failed(Attempt attempt, UnitFailed failed) {
    WorkUnit unit = attempt.unit();
    switch (failed.reason()) {
      case UNREADABLE_IMAGE -> {
        unit.detach(attempt);
        end(
            unit,
            UnitReply.without(Outcome.FAILED, failed.message()),
            Duration.ZERO,
            attempt.slave().name(),
            true);
      }
      case REFUSED -> {
        if (attempt.slave().state() == State.DRAINING) {
          withdraw(attempt); // the slave ends, which says nothing about the unit
        } else {
          tryElsewhere(attempt, Outcome.FAILED, failed.message());
        }
      }
      case ANALYSIS_FAILED -> tryElsewhere(attempt, Outcome.FAILED, failed.message());
    }
  }

  /** The slave had the unit for too long, and the attempt is abandoned. */
  void timedOut(Attempt attempt) {
    String time = config.retries().attemptTime().toMillis() + " ms";
    tryElsewhere(attempt, Outcome.TIMEOUT, "no slave finished it within " + time);
  }

  /** The slave is gone or silent, and the attempts of these units there are no longer wanted. */
  void lost(ConnectedSlave slave, List<WorkUnit> units) {
    List<WorkUnit> orphans = units.stream().filter(WorkUnit::isWaiting).toList();
    if (!orphans.isEmpty()) {
      events.unitsLost(slave, orphans);
      orphans.forEach(this::requeue);
    }
  }

  /**
   * Ends a unit without a result, unless the end of another unit has ended it; attempts that go on
   * are abandoned.
   */
  void endWithout(WorkUnit unit, Outcome outcome, String message) {
    if (!unit.hasEnded()) {
      unit.task()
          .traced(() -> end(unit, UnitReply.without(outcome, message), Duration.ZERO, "", false));
    }
  }

  private void tryElsewhere(Attempt attempt, Outcome outcome, String message) {
    WorkUnit unit = attempt.unit();
    unit.detach(attempt);
    unit.countFailure(attempt.slave());
    if (!unit.isWaiting()) {
      return; // the other attempt may still succeed
    }
    if (unit.failures() < config.retries().attempts()) {
      requeue(unit);
    } else {
      end(unit, UnitReply.without(outcome, message), Duration.ZERO, attempt.slave().name(), false);
    }
  }

  private void withdraw(Attempt attempt) {
    attempt.unit().detach(attempt);
    if (attempt.unit().isWaiting()) {
      requeue(attempt.unit());
    }
  }

  /** Puts a unit that no slave has in hand back into the line. */
  void requeue(WorkUnit unit) {
    unit.requeued(clock.getAsLong());
    line.requeue(unit);
    events.unitRequeued(unit);
  }

  private void end(
      WorkUnit unit, UnitReply reply, Duration time, String slave, boolean unreadable) {
    UnitRun run = new UnitRun(time, slave, unit.attempts());
    end(unit, new UnitEnd(reply, run, unreadable, Vocabulary.NONE, PictureCondition.SOUND));
  }

  private void end(WorkUnit unit, UnitEnd end) {
    line.remove(unit);
    unit.end(end);
    events.unitEnded(unit);
    if (!end.isDone()) {
      // Without this part the analysis has no result, so that nobody waits for the others.
      unit.parts().stream().filter(part -> !part.hasEnded()).forEach(part -> endAs(part, end));
    }
    for (WorkUnit other : unit.task().units()) {
      if (other.needs(unit) && !other.hasEnded()) {
        needEnded(other, unit);
      }
    }
  }

  private void endAs(WorkUnit part, UnitEnd end) {
    if (!part.hasEnded()) { // the end of a part before it has ended it
      end(part, end.reply(), Duration.ZERO, "", end.unreadable());
    }
  }

  /** The unit was added to an open task, or has learned what it needs. */
  void arrange(WorkUnit unit) {
    line.remove(unit);
    if (unit.needs().isEmpty()) {
      line.requeue(unit);
    }
    for (WorkUnit need : unit.needs()) {
      if (need.hasEnded() && !unit.hasEnded()) {
        needEnded(unit, need);
      }
    }
  }

  /** What the unit needs has ended: it waits for a slave, or for more, or can never be done. */
  private void needEnded(WorkUnit unit, WorkUnit need) {
    UnitEnd end = need.end().orElseThrow();
    if (!need.isDone()) {
      String message = "needs %s, which has no result: %s";
      UnitReply none =
          UnitReply.without(
              end.reply().outcome(),
              message.formatted(need.analysis().key(), end.reply().message()));
      end(unit, none, Duration.ZERO, "", end.unreadable());
    } else if (unit.isWaiting()) {
      long bytes = unit.neededFindings().values().stream().mapToLong(Findings::heapBytes).sum();
      if (bytes > MAX_NEEDED_BYTES) {
        endWithout(unit, Outcome.FAILED, "the findings that it needs are larger than 8 MiB");
      } else {
        unit.requeued(clock.getAsLong());
        line.requeue(unit);
        events.unitUnblocked(unit);
      }
    }
  }
}
