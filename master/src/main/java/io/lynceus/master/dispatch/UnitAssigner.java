package io.lynceus.master.dispatch;

import io.lynceus.protocol.message.Analysis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives waiting units to slaves. Belongs to the dispatch thread.
 *
 * <p>Each unit goes to the slave with the least expected finish: its wait for a thread there, plus
 * sending and decoding the image if the slave has it not, plus what the analysis usually takes on
 * that slave. A unit whose best slave has no credit left waits for it, even when a slower slave is
 * free: that would finish later. So work binds late, and units of one image gather on one slave
 * when all are busy and spread when they are not.
 *
 * <p>A suspect (it was running when a slave died) gets a slave for itself: one slave at a time is
 * reserved, given nothing more, and used when it is idle and no other slave has an earlier attempt
 * of the suspect in hand.
 */
final class UnitAssigner {
  /** Units that may be passed over because their best slave is full, before looking ends. */
  private static final int LOOK_AHEAD = 32;

  private final WaitingLine line;
  private final Duration attemptTime;
  private final AttemptTally tally;
  private final List<ConnectedSlave> slaves = new ArrayList<>();
  private @Nullable ConnectedSlave reserved;
  private @Nullable Attempt alone;
  private long attempts;

  UnitAssigner(WaitingLine line, Duration attemptTime, AttemptTally tally) {
    this.line = line;
    this.attemptTime = attemptTime;
    this.tally = tally;
  }

  void add(ConnectedSlave slave) {
    slaves.add(slave);
  }

  void remove(ConnectedSlave slave) {
    slaves.remove(slave);
    if (reserved == slave) {
      reserved = null;
      alone = null;
    }
  }

  /** Connected slaves in the order of joining; changes with {@link #add} and {@link #remove}. */
  List<ConnectedSlave> slaves() {
    return slaves;
  }

  boolean anyCanRun(Analysis analysis) {
    return slaves.stream().anyMatch(slave -> slave.canRun(analysis));
  }

  /** Gives away all that can be given now. */
  void assignAll(long now) {
    assignSuspect(now);
    int passedOver = 0;
    Iterator<WorkUnit> units = line.iterator();
    while (passedOver < LOOK_AHEAD && units.hasNext()) {
      WorkUnit unit = units.next();
      if (!unit.isWaiting()) {
        units.remove();
        continue;
      }
      if (unit.isSuspect()) {
        units.remove();
        line.giveBack(unit);
        continue;
      }
      ConnectedSlave slave = leastExpectedFinish(unit);
      if (slave == null || !slave.hasCredit()) {
        passedOver++;
        continue;
      }
      units.remove();
      assign(unit, slave, now);
    }
  }

  private void assignSuspect(long now) {
    if (alone != null && alone.isWanted()) {
      return; // the last suspect is still running
    }
    alone = null;
    WorkUnit suspect = line.peekSuspect();
    if (suspect == null) {
      reserved = null;
      return;
    }
    if (reserved == null || !reserved.canRun(suspect.analysis())) {
      reserved = leastLoaded(suspect.analysis());
    }
    if (reserved != null && reserved.isIdle() && !suspect.isInHand()) {
      line.takeSuspect();
      alone = assign(suspect, reserved, now);
    }
  }

  private @Nullable ConnectedSlave leastLoaded(Analysis analysis) {
    return slaves.stream()
        .filter(slave -> slave.canRun(analysis))
        .max(
            Comparator.comparingInt(ConnectedSlave::usableSlots)
                .thenComparing(ConnectedSlave::inHand, Comparator.reverseOrder()))
        .orElse(null);
  }

  private @Nullable ConnectedSlave leastExpectedFinish(WorkUnit unit) {
    ConnectedSlave best = null;
    for (ConnectedSlave slave : slaves) {
      if (slave != reserved
          && slave.canRun(unit.analysis())
          && slave.usableSlots() > 0
          && (best == null || isBetter(unit, slave, best))) {
        best = slave;
      }
    }
    return best;
  }

  private static boolean isBetter(WorkUnit unit, ConnectedSlave slave, ConnectedSlave best) {
    boolean failedBefore = unit.hasFailedOn(slave);
    if (failedBefore != unit.hasFailedOn(best)) {
      return !failedBefore;
    }
    long finish = slave.expectedWaitNanos() + costNanos(unit, slave);
    long bestFinish = best.expectedWaitNanos() + costNanos(unit, best);
    return finish < bestFinish || (finish == bestFinish && slave.inHand() < best.inHand());
  }

  private static long costNanos(WorkUnit unit, ConnectedSlave slave) {
    long run = slave.costs().runNanos(unit);
    boolean held = slave.holdsImage(unit.manager().number());
    return held ? run : run + slave.costs().imageNanos(unit);
  }

  private Attempt assign(WorkUnit unit, ConnectedSlave slave, long now) {
    SlaveManager task = unit.manager();
    if (task.isWaiting()) {
      line.leave(task);
      task.assigned(now);
    }
    if (unit.attempts() == 0) {
      tally.first();
    } else {
      tally.again(now - unit.givenBackAt());
    }
    Attempt attempt = new Attempt(++attempts, unit, slave, now, costNanos(unit, slave));
    unit.begin(attempt);
    slave.give(attempt, attemptTime);
    return attempt;
  }
}
