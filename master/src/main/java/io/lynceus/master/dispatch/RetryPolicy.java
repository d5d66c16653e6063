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
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Decides what an ended attempt means for its unit: an outcome, or another slave. Belongs to the
 * dispatch thread.
 *
 * <p>The methods take attempts that were still wanted. Afterwards the unit is at its end, back in
 * the waiting line, or another attempt of it goes on.
 */
final class RetryPolicy {
  /** What a unit's needs may take together, so that the message to its slave is small enough. */
  private static final long MAX_NEEDED_BYTES = 8 << 20;

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
    unit.detach(attempt);
    quarantine.clear(unit);
    Duration time = done.timing().decode().plus(done.timing().run());
    end(unit, UnitReply.ok(done.findings()), time, attempt.slave().name(), false);
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
          withdraw(attempt); // the slave ends: that says nothing of the unit
        } else {
          tryElsewhere(attempt, Outcome.FAILED, failed.message());
        }
      }
      case ANALYSIS_FAILED -> tryElsewhere(attempt, Outcome.FAILED, failed.message());
    }
  }

  /** The slave has had the unit for too long; the attempt was abandoned. */
  void timedOut(Attempt attempt) {
    String time = config.attemptTime().toMillis() + " ms";
    tryElsewhere(attempt, Outcome.TIMEOUT, "no slave finished it within " + time);
  }

  /** The slave is gone or silent, and no attempt of these units there is wanted any more. */
  void lost(ConnectedSlave slave, List<WorkUnit> units) {
    List<WorkUnit> orphans = units.stream().filter(WorkUnit::isWaiting).toList();
    if (!orphans.isEmpty()) {
      events.unitsLost(slave, orphans);
      orphans.forEach(this::requeue);
    }
  }

  /**
   * Ends a unit of which no slave has a result, if the end of another has not ended it; attempts
   * that go on are given up.
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
    if (unit.failures() < config.attempts()) {
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

  /** Has the unit, that no slave has any more, tried elsewhere. */
  void requeue(WorkUnit unit) {
    unit.requeued(clock.getAsLong());
    line.requeue(unit);
    events.unitRequeued(unit);
  }

  private void end(
      WorkUnit unit, UnitReply reply, Duration time, String slave, boolean unreadable) {
    line.remove(unit);
    unit.end(new UnitEnd(reply, new UnitRun(time, slave, unit.attempts()), unreadable));
    events.unitEnded(unit);
    for (WorkUnit other : unit.task().units()) {
      if (other.needs(unit) && !other.hasEnded()) {
        needEnded(other, unit);
      }
    }
  }

  /** The unit can be done now, or waits for more, or can never be done. */
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
      }
    }
  }
}
