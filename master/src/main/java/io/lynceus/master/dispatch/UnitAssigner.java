package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.SlaveRoster;
import io.lynceus.master.dispatch.state.TaskFault;
import io.lynceus.master.dispatch.state.WaitingLine;
import io.lynceus.master.dispatch.state.WaitingLine.Visit;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.model.Analysis;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * Gives waiting units to slaves: suspects as {@link Isolation} says, all others as {@link
 * Placement} says, and a second attempt to units that take long, as {@link Speculation} says.
 *
 * <p>A confined unit goes to a slave that has no other such unit. What else that slave has in hand
 * does not matter: the unit has a JVM of its own.
 *
 * <p>Work binds late: a unit whose best slave has no credit left waits for it, even when a slower
 * slave is free. There it would finish later.
 */
final class UnitAssigner {
  /** Units that may be passed over because their best slave is full, before the search ends. */
  private static final int LOOK_AHEAD = 32;

  /** Pixels of the longer side of a thumbnail. */
  private static final int THUMBNAIL_SIDE = 320;

  private final WaitingLine line;
  private final SlaveRoster slaves;
  private final Duration attemptTime;
  private final Speculation speculation;
  private final BooleanSupplier thumbnails;
  private final Isolation isolation;
  private final Placement placement;
  private long attempts;

  /**
   * @param thumbnails whether a thumbnail of a picture is wanted, asked for each
   */
  UnitAssigner(
      WaitingLine line,
      SlaveRoster slaves,
      Duration attemptTime,
      Speculation speculation,
      BooleanSupplier thumbnails) {
    this.line = line;
    this.slaves = slaves;
    this.attemptTime = attemptTime;
    this.speculation = speculation;
    this.thumbnails = thumbnails;
    isolation = new Isolation(line, slaves);
    placement = new Placement(slaves, isolation);
  }

  /** Gives away all that can be given now. */
  void assignAll(long now) {
    assignSuspect(now);
    assignConfined(now);
    if (speculation.isDue(now)) {
      speculate(now);
    }
    if (!line.hasUnits()) {
      return;
    }
    Set<Analysis> wanted = analysesWithCredit();
    if (!wanted.isEmpty()) {
      assignWaiting(wanted, now);
    }
  }

  private void assignSuspect(long now) {
    Isolation.Pair next = isolation.next(now);
    if (next != null) {
      line.remove(next.suspect());
      isolation.given(assign(next.suspect(), next.slave(), now));
    }
  }

  private void assignConfined(long now) {
    for (WorkUnit unit = line.firstSuspect(this::canBeConfined);
        unit != null;
        unit = line.firstSuspect(this::canBeConfined)) {
      line.remove(unit);
      assign(unit, placement.hostOf(unit, now).orElseThrow(), now);
    }
  }

  private boolean canBeConfined(WorkUnit unit) {
    return unit.isConfined() && slaves.haveNoneOf(unit) && placement.hostOf(unit, 0).isPresent();
  }

  private void speculate(long now) {
    for (ConnectedSlave slave : slaves.busy()) {
      for (Attempt attempt : slave.attempts()) {
        if (speculation.isLate(attempt, now)) {
          speculate(attempt, now);
        }
      }
    }
  }

  /** Gives a unit that takes long to a second slave, if one has a thread free for it. */
  private void speculate(Attempt late, long now) {
    WorkUnit unit = late.unit();
    ConnectedSlave second =
        placement.leastExpectedFinish(
            unit,
            now,
            slave -> slave != late.slave() && slave.wouldRunAtOnce() && !unit.hasFailedOn(slave));
    if (second != null) {
      late.slave().costs().observeAtLeast(unit, late.runningNanos(now));
      assign(unit, second, now);
    }
  }

  /**
   * Units of analyses without credit are passed over, however many they are, and so are those with
   * labels or a network that no slave with credit has: for a unit behind them there may be credit.
   */
  private void assignWaiting(Set<Analysis> wanted, long now) {
    var search =
        new Object() {
          private Set<Analysis> withCredit = wanted;
          private int passedOver;
        };
    line.visit(
        unit -> {
          if (search.withCredit.isEmpty()) {
            return Visit.STOP; // do not walk a long line to its end for every event
          }
          if (!search.withCredit.contains(unit.analysis()) || !anyWithCreditCanRun(unit)) {
            return Visit.LEAVE;
          }
          ConnectedSlave slave = placement.leastExpectedFinish(unit, now, candidate -> true);
          if (slave == null || !slave.hasCredit()) {
            return ++search.passedOver < LOOK_AHEAD ? Visit.LEAVE : Visit.STOP;
          }
          assign(unit, slave, now);
          if (!slave.hasCredit()) {
            search.withCredit = analysesWithCredit();
          }
          return Visit.REMOVE;
        });
  }

  /** The analyses of which some slave could be given a unit now. */
  private Set<Analysis> analysesWithCredit() {
    Set<Analysis> analyses = new TreeSet<>();
    for (ConnectedSlave slave : slaves.withCredit()) {
      if (!isolation.isReserved(slave)) {
        if (slave.analyses().size() == slaves.analyses().size()) {
          return slave.analyses(); // most slaves can run all
        }
        analyses.addAll(slave.analyses());
      }
    }
    return analyses;
  }

  private boolean anyWithCreditCanRun(WorkUnit unit) {
    return !unit.isPicky()
        || slaves.all().stream()
            .anyMatch(
                slave -> !isolation.isReserved(slave) && slave.hasCredit() && slave.canRun(unit));
  }

  private Attempt assign(WorkUnit unit, ConnectedSlave slave, long now) {
    try {
      return give(unit, slave, now);
    } catch (RuntimeException e) {
      throw TaskFault.of(unit.task(), e);
    }
  }

  private Attempt give(WorkUnit unit, ConnectedSlave slave, long now) {
    SlaveManager task = unit.task();
    if (task.isWaiting()) {
      line.leave(task);
      task.assigned(now);
    }
    Attempt attempt = new Attempt(++attempts, unit, slave, now, slave.expectedNanos(unit, now));
    unit.given(attempt);
    if (thumbnails.getAsBoolean() && task.isToBringThumbnail(unit)) {
      attempt.askThumbnail(THUMBNAIL_SIDE);
    }
    if (!attempt.isConfined()) {
      slave.costs().tried(unit, now);
    }
    task.traced(() -> slave.give(attempt, attemptTime));
    return attempt;
  }
}
