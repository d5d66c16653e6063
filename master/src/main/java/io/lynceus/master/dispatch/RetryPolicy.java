package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.WorkUnit.UnitEnd;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.reply.Reply.Outcome;
import io.lynceus.protocol.reply.Reply.UnitReply;
import io.lynceus.protocol.reply.Reply.UnitRun;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Decides what an ended attempt means for its unit: an outcome, or another slave. Belongs to the
 * dispatch thread.
 *
 * <p>Each method but {@link #lost} takes an attempt that was still wanted. Afterwards the unit is
 * at its end or back in the waiting line.
 */
final class RetryPolicy {
  /** So many slave processes may die of one image. */
  static final int MAX_DEATHS = 2;

  private final DispatchConfig config;
  private final WaitingLine line;
  private final Quarantine quarantine;
  private final LongSupplier clock;

  RetryPolicy(DispatchConfig config, WaitingLine line, Quarantine quarantine, LongSupplier clock) {
    this.config = config;
    this.line = line;
    this.quarantine = quarantine;
    this.clock = clock;
  }

  /** The slave has the result. */
  void done(Attempt attempt, UnitDone done) {
    Duration time = done.timing().decode().plus(done.timing().run());
    end(attempt.unit(), UnitReply.ok(done.findings()), time, attempt.slave().name(), false);
  }

  /** The slave says why there is no result. */
  void failed(Attempt attempt, UnitFailed failed) {
    WorkUnit unit = attempt.unit();
    switch (failed.reason()) {
      case UNREADABLE_IMAGE ->
          end(
              unit,
              UnitReply.without(Outcome.FAILED, failed.message()),
              Duration.ZERO,
              attempt.slave().name(),
              true);
      case ANALYSIS_FAILED, REFUSED -> tryElsewhere(attempt, Outcome.FAILED, failed.message());
    }
  }

  /** The slave has had the unit for too long; the attempt was abandoned. */
  void timedOut(Attempt attempt) {
    String time = config.attemptTime().toMillis() + " ms";
    tryElsewhere(attempt, Outcome.TIMEOUT, "no slave finished it within " + time);
  }

  /** The slave is silent; the attempt was abandoned. The unit is not to blame. */
  void suspended(Attempt attempt) {
    giveBack(attempt.unit());
  }

  /**
   * The slave's connection is gone. If the unit was running there, it may be what killed the slave,
   * also when the attempt had been given up before.
   */
  void lost(Attempt attempt) {
    WorkUnit unit = attempt.unit();
    boolean wanted = attempt.isWanted();
    if (wanted) {
      unit.detach();
    }
    if (unit.end().isPresent()) {
      return;
    }
    if (attempt.isStarted()) {
      unit.countDeath();
    }
    if (unit.deaths() >= MAX_DEATHS) {
      poisonWithSiblings(unit);
    } else if (wanted) {
      giveBack(unit);
    }
  }

  private void poisonWithSiblings(WorkUnit unit) {
    Attempt current = unit.current();
    if (current != null) {
      current.slave().abandon(current);
    }
    poison(unit);
    if (!unit.manager().isProvenDecodable()) {
      unit.manager().units().stream().filter(WorkUnit::isWaiting).forEach(this::poison);
    }
  }

  /** Ends a unit that no slave has in hand. */
  void endWithout(WorkUnit unit, Outcome outcome, String message) {
    end(unit, UnitReply.without(outcome, message), Duration.ZERO, "", false);
  }

  private void poison(WorkUnit unit) {
    quarantine.add(unit);
    endWithout(unit, Outcome.POISON, Quarantine.MESSAGE);
  }

  private void tryElsewhere(Attempt attempt, Outcome outcome, String message) {
    WorkUnit unit = attempt.unit();
    unit.detach();
    unit.countFailure(attempt.slave());
    if (unit.failures() < config.attempts()) {
      giveBack(unit);
    } else {
      end(unit, UnitReply.without(outcome, message), Duration.ZERO, attempt.slave().name(), false);
    }
  }

  private void giveBack(WorkUnit unit) {
    unit.giveBack(clock.getAsLong());
    line.giveBack(unit);
  }

  private static void end(
      WorkUnit unit, UnitReply reply, Duration time, String slave, boolean unreadable) {
    unit.end(new UnitEnd(reply, new UnitRun(time, slave, unit.attempts()), unreadable));
  }
}
