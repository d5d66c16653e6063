package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.ImageRecord;
import io.lynceus.master.dispatch.state.SlaveRoster;
import io.lynceus.master.dispatch.state.SlaveVisitor;
import io.lynceus.master.dispatch.state.UnitCosts;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.model.ClusterStatus.Slave.State;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the slave for a unit: the one with the least expected finish. That is its wait for a
 * thread there, plus sending and decoding the image if the slave does not have it, plus what the
 * analysis usually takes on that slave.
 *
 * <p>The units of an image spread over free threads, so that its reply is ready sooner. When no
 * thread is free, spreading would make no reply sooner, and the image would be sent and decoded
 * twice: then its units follow the first one to its slave, unless that slave has become slow.
 *
 * <p>An image or analysis that has no result yet is on two slaves at most ({@link ImageRecord}),
 * and two slaves have at most one of these in common: if both die, it is known why. A slave that
 * has a suspect in hand is given nothing.
 */
final class Placement {
  private final SlaveRoster slaves;
  private final Isolation isolation;

  Placement(SlaveRoster slaves, Isolation isolation) {
    this.slaves = slaves;
    this.isolation = isolation;
  }

  /** Null when no slave may be given the unit, or too many have it. */
  @Nullable ConnectedSlave leastExpectedFinish(
      WorkUnit unit, long now, Predicate<ConnectedSlave> candidates) {
    if (unit.isOnMostSlaves()) {
      return null;
    }
    Predicate<ConnectedSlave> any = candidates.and(slave -> !isolation.isReserved(slave));
    Found found = search(unit, now, any);
    Set<ConnectedSlave> atRisk = unit.atRisk();
    if (!mayTake(found.best, atRisk) || !mayTake(found.home, atRisk)) {
      Predicate<ConnectedSlave> allowed = any.and(slave -> mayTake(slave, atRisk));
      found =
          atRisk.size() < ImageRecord.MOST_DEATHS
              ? search(unit, now, allowed)
              : searchAmong(atRisk, unit, now, allowed); // no others may take it
    }
    if (found.best == null) {
      return null;
    }
    return found.home != null && isBetterTogether(unit, found.home, found.best, now)
        ? found.home.slave()
        : found.best.slave();
  }

  private Found search(WorkUnit unit, long now, Predicate<ConnectedSlave> candidates) {
    Search search = new Search(unit, now, candidates);
    slaves.visit(unit, now, search);
    Found found = search.found();
    assert found.equals(searchAll(unit, now, candidates)) : "another slave is better: " + found;
    return found;
  }

  /** The same by looking at all slaves, which takes long if they are many. */
  private Found searchAll(WorkUnit unit, long now, Predicate<ConnectedSlave> candidates) {
    Search search = new Search(unit, now, candidates);
    slaves.all().forEach(search::visit);
    return search.found();
  }

  private Found searchAmong(
      Set<ConnectedSlave> some, WorkUnit unit, long now, Predicate<ConnectedSlave> candidates) {
    Search search = new Search(unit, now, candidates);
    some.stream().filter(slaves::contains).forEach(search::visit);
    Found found = search.found();
    assert found.equals(searchAll(unit, now, candidates)) : "another slave is better: " + found;
    return found;
  }

  /** Compares the slaves that it visits. */
  private final class Search implements SlaveVisitor {
    private final WorkUnit unit;
    private final long now;
    private final Predicate<ConnectedSlave> candidates;
    private @Nullable Choice best;
    private @Nullable Choice home;

    Search(WorkUnit unit, long now, Predicate<ConnectedSlave> candidates) {
      this.unit = unit;
      this.now = now;
      this.candidates = candidates;
    }

    @Override
    public boolean visit(ConnectedSlave slave) {
      if (slave.usableSlots() <= 0 || !slave.canRun(unit) || !candidates.test(slave)) {
        return false;
      }
      Choice choice =
          new Choice(slave, unit.hasFailedOn(slave), slave.expectedFinishNanos(unit, now));
      if (isBetter(choice, best)) {
        best = choice;
      }
      if (unit.task().isHeldBy(slave) && isBetter(choice, home)) {
        home = choice;
      }
      return !choice.failed();
    }

    @Override
    public long bound() {
      return best == null || best.failed() ? Long.MAX_VALUE : best.finish();
    }

    Found found() {
      return new Found(best, home);
    }
  }

  /** Of slaves that are equally good, the one that joined first is better. */
  private boolean isBetter(Choice choice, @Nullable Choice than) {
    if (than == null) {
      return true;
    }
    int order = choice.compare(than);
    return order < 0 || (order == 0 && slaves.isOlder(choice.slave(), than.slave()));
  }

  /**
   * @param best of all slaves
   * @param home the best of those that have the image
   */
  private record Found(@Nullable Choice best, @Nullable Choice home) {}

  private static boolean mayTake(@Nullable Choice choice, Set<ConnectedSlave> atRisk) {
    return choice == null || mayTake(choice.slave(), atRisk);
  }

  private static boolean mayTake(ConnectedSlave slave, Set<ConnectedSlave> atRisk) {
    return !slave.hasSuspect() && mayRisk(slave, atRisk);
  }

  /**
   * The slave for a confined unit: one on which it has not failed, if there is one, and which is
   * done soonest with what it has.
   */
  Optional<ConnectedSlave> hostOf(WorkUnit unit, long now) {
    return slaves.all().stream()
        .filter(slave -> slave.canRun(unit) && slave.hasCredit())
        .filter(slave -> slave.usableSlots() > 0 && !slave.hasConfined())
        .filter(slave -> !isolation.isReserved(slave) && !slave.hasSuspect())
        .min(
            Comparator.comparing(unit::hasFailedOn)
                .thenComparing(slave -> slave.expectedFinishNanos(unit, now))
                .thenComparing(ConnectedSlave::inHand));
  }

  /** Whether to let the unit follow its image, although it would be done sooner elsewhere. */
  private static boolean isBetterTogether(WorkUnit unit, Choice home, Choice best, long now) {
    if (best.slave().wouldRunAtOnce() || home.failed()) {
      return false;
    }
    UnitCosts costs = best.slave().costs();
    long wholeImage =
        unit.task().units().stream().mapToLong(each -> costs.runNanos(each, now)).sum();
    return home.finish() - best.finish() < wholeImage;
  }

  /** Whether the slave may be given what may be killing the others. */
  private static boolean mayRisk(ConnectedSlave slave, Set<ConnectedSlave> others) {
    if (others.isEmpty() || others.contains(slave)) {
      return true;
    }
    // The units of a silent slave must go elsewhere at once, whatever else the two have in common.
    return others.size() < ImageRecord.MOST_DEATHS
        && others.stream()
            .noneMatch(other -> other.state() != State.SUSPECT && slave.sharesRiskWith(other));
  }

  /**
   * A slave that a unit could go to.
   *
   * @param failed whether the unit has failed there: other slaves are tried first
   * @param finish expected, nanoseconds from now
   */
  private record Choice(ConnectedSlave slave, boolean failed, long finish) {
    /** Less than 0 if this one is better. */
    int compare(Choice other) {
      if (failed != other.failed) {
        return failed ? 1 : -1;
      }
      return finish != other.finish
          ? Long.compare(finish, other.finish)
          : Integer.compare(slave.inHand(), other.slave.inHand());
    }
  }
}
