package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.WaitingLine.Visit;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus.Slave.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives waiting units to slaves. Belongs to the dispatch thread.
 *
 * <p>Each unit goes to the slave with the least expected finish: its wait for a thread there, plus
 * sending and decoding the image if the slave has it not, plus what the analysis usually takes on
 * that slave. A unit whose best slave has no credit left waits for it, even when a slower slave is
 * free: that would finish later. So work binds late.
 *
 * <p>The units of an image spread over free threads, which answers it sooner. When there is no free
 * thread, spreading would answer nobody sooner, and the image would be sent and decoded twice: then
 * they follow the first to its slave, unless that one has become slow.
 *
 * <p>A suspect (a slave may have died of it) gets a slave for itself: one slave at a time is
 * reserved, given nothing more, and used when it is idle and no other slave has an earlier attempt
 * of the suspect in hand; such a slave, too, is given nothing more. What has not been shown to be
 * harmless is at two slaves at most ({@link ImageRecord}), and two slaves have no more than one
 * such thing in common, so that if both die it is known of what.
 *
 * <p>A unit that takes long goes to a second slave beside the first, as {@link Speculation} says.
 */
final class UnitAssigner {
  /** Units that may be passed over because their best slave is full, before looking ends. */
  private static final int LOOK_AHEAD = 32;

  private static final Logger log = LoggerFactory.getLogger(UnitAssigner.class);

  private final WaitingLine line;
  private final Duration attemptTime;
  private final AttemptTally tally;
  private final Speculation speculation;
  private final List<ConnectedSlave> slaves = new ArrayList<>();
  private @Nullable ConnectedSlave reserved;
  private @Nullable Attempt alone;
  private long attempts;

  UnitAssigner(
      WaitingLine line, Duration attemptTime, AttemptTally tally, Speculation speculation) {
    this.line = line;
    this.attemptTime = attemptTime;
    this.tally = tally;
    this.speculation = speculation;
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
    if (speculation.isDue(now)) {
      slaves.stream()
          .flatMap(slave -> slave.attempts().stream())
          .filter(attempt -> speculation.wants(attempt, now))
          .forEach(attempt -> speculate(attempt, now));
    }
    if (!line.hasUnits()) {
      return;
    }
    Set<Analysis> wanted = analysesWithCredit();
    if (!wanted.isEmpty()) {
      assignWaiting(wanted, now);
    }
  }

  /**
   * Units of analyses without credit are passed over, however many they are: for what stands behind
   * them there may be some.
   */
  private void assignWaiting(Set<Analysis> withCredit, long now) {
    int[] passedOver = {0};
    line.visit(
        unit -> {
          if (withCredit.isEmpty()) {
            return Visit.ENOUGH; // a long line is not walked to its end for every event
          }
          if (!withCredit.contains(unit.analysis())) {
            return Visit.LEFT;
          }
          ConnectedSlave slave = leastExpectedFinish(unit, now, candidate -> true);
          if (slave == null || !slave.hasCredit()) {
            return ++passedOver[0] < LOOK_AHEAD ? Visit.LEFT : Visit.ENOUGH;
          }
          assign(unit, slave, now);
          if (!slave.hasCredit()) {
            withCredit.retainAll(analysesWithCredit());
          }
          return Visit.TAKEN;
        });
  }

  /** Those that some slave could be given a unit of now. */
  private Set<Analysis> analysesWithCredit() {
    Set<Analysis> analyses = new TreeSet<>();
    for (ConnectedSlave slave : slaves) {
      if (slave != reserved && slave.hasCredit()) {
        analyses.addAll(slave.analyses());
        if (analyses.size() == Analysis.STANDARD.size()) {
          break; // of many slaves, the first mostly have all
        }
      }
    }
    return analyses;
  }

  private void assignSuspect(long now) {
    if (alone != null && alone.isWanted()) {
      return; // the last suspect is still running
    }
    alone = null;
    WorkUnit suspect = line.firstSuspect(unit -> isNowhere(unit) && anyCanRun(unit.analysis()));
    if (suspect == null) {
      reserved = null;
      return;
    }
    if (reserved == null || !reserved.canRun(suspect.analysis())) {
      reserved = firstToBeIdle(suspect, now);
    }
    if (reserved != null && reserved.isIdle()) {
      line.take(suspect);
      alone = assign(suspect, reserved, now);
    }
  }

  /** No slave has the unit or its like in hand, wanted or given up. */
  private boolean isNowhere(WorkUnit suspect) {
    return slaves.stream()
        .flatMap(slave -> slave.attempts().stream())
        .noneMatch(attempt -> suspect.isLike(attempt.unit()));
  }

  private @Nullable ConnectedSlave firstToBeIdle(WorkUnit suspect, long now) {
    return slaves.stream()
        .filter(slave -> slave.canRun(suspect.analysis()))
        .min(
            Comparator.comparingInt(ConnectedSlave::unwanted)
                .thenComparing(ConnectedSlave::inHand)
                .thenComparing(slave -> costNanos(suspect, slave, now)))
        .orElse(null);
  }

  /** Gives a unit that takes long to a second slave, if one has a thread free for it. */
  private void speculate(Attempt late, long now) {
    WorkUnit unit = late.unit();
    ConnectedSlave second =
        leastExpectedFinish(
            unit,
            now,
            slave -> slave != late.slave() && slave.hasFreeSlot() && !unit.hasFailedOn(slave));
    if (second != null) {
      late.slave().costs().observeAtLeast(unit, late.runningNanos(now));
      speculation.spend();
      assign(unit, second, now);
    }
  }

  /** Null when no slave may have it, or too many have. */
  private @Nullable ConnectedSlave leastExpectedFinish(
      WorkUnit unit, long now, Predicate<ConnectedSlave> candidates) {
    if (unit.isSpread()) {
      return null;
    }
    Set<ConnectedSlave> atRisk = unit.atRisk();
    Choice best = null;
    Choice home = null;
    for (ConnectedSlave slave : slaves) {
      if (slave != reserved
          && slave.canRun(unit.analysis())
          && slave.usableSlots() > 0
          && candidates.test(slave)) {
        Choice choice = new Choice(slave, unit.hasFailedOn(slave), finishNanos(unit, slave, now));
        boolean better = choice.isBetterThan(best);
        boolean holder = unit.task().isHeldBy(slave) && choice.isBetterThan(home);
        if ((better || holder) && !slave.hasSuspect() && mayRisk(slave, atRisk)) {
          best = better ? choice : best;
          home = holder ? choice : home;
        }
      }
    }
    if (best == null) {
      return null;
    }
    return home != null && isBetterTogether(unit, home, best, now) ? home.slave() : best.slave();
  }

  /** Whether the unit had better follow its image than go where it would be done first. */
  private static boolean isBetterTogether(WorkUnit unit, Choice home, Choice best, long now) {
    if (best.slave().hasFreeSlot() || home.failed()) {
      return false;
    }
    UnitCosts costs = best.slave().costs();
    long wholeImage =
        unit.task().units().stream().mapToLong(each -> costs.runNanos(each, now)).sum();
    return home.finish() - best.finish() < wholeImage;
  }

  private static long finishNanos(WorkUnit unit, ConnectedSlave slave, long now) {
    return slave.expectedWaitNanos() + costNanos(unit, slave, now);
  }

  /** Whether the slave may be exposed to what the others are. */
  private static boolean mayRisk(ConnectedSlave slave, Set<ConnectedSlave> others) {
    if (others.isEmpty() || others.contains(slave)) {
      return true;
    }
    // What a silent slave had must go elsewhere at once, whatever else it shares.
    return others.size() < RetryPolicy.MAX_DEATHS
        && others.stream()
            .noneMatch(other -> other.state() != State.SUSPECT && slave.sharesRiskWith(other));
  }

  /**
   * Of one slave for a unit.
   *
   * @param failed whether the unit has failed there: others are tried before
   * @param finish expected, nanoseconds from now
   */
  private record Choice(ConnectedSlave slave, boolean failed, long finish) {
    boolean isBetterThan(@Nullable Choice best) {
      if (best == null) {
        return true;
      }
      if (failed != best.failed) {
        return !failed;
      }
      return finish < best.finish
          || (finish == best.finish && slave.inHand() < best.slave.inHand());
    }
  }

  private static long costNanos(WorkUnit unit, ConnectedSlave slave, long now) {
    long run = slave.costs().runNanos(unit, now);
    boolean held = unit.task().isHeldBy(slave);
    return held ? run : run + slave.costs().imageNanos(unit);
  }

  private Attempt assign(WorkUnit unit, ConnectedSlave slave, long now) {
    SlaveManager task = unit.task();
    if (task.isWaiting()) {
      line.leave(task);
      task.assigned(now);
    }
    count(unit, now);
    Attempt attempt = new Attempt(++attempts, unit, slave, now, costNanos(unit, slave, now));
    unit.begin(attempt);
    slave.costs().tried(unit, now);
    task.traced(
        () -> log.debug("{} goes to slave {} as attempt {}", unit, slave, attempt.number()));
    slave.give(attempt, attemptTime);
    return attempt;
  }

  private void count(WorkUnit unit, long now) {
    if (!unit.isWaiting()) {
      tally.speculative();
      return;
    }
    speculation.earn();
    if (unit.attempts() == 0) {
      tally.first();
    } else {
      tally.again(now - unit.waitingSince());
    }
  }
}
