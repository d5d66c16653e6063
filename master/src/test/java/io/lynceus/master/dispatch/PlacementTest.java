package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.OpenTasks;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.SlaveRoster;
import io.lynceus.master.dispatch.state.SplitPlan;
import io.lynceus.master.dispatch.state.WaitingLine;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/**
 * The slave that is found by looking at a few is the one that a walk over all would find, whatever
 * the slaves have done before.
 */
class PlacementTest {
  private static final int MOST_SLAVES = 40;
  private static final int STEPS = 400;

  private final SlaveRoster slaves =
      new SlaveRoster(
          new Welcome("1", Duration.ofSeconds(1), Duration.ofSeconds(4)),
          1,
          () -> 0,
          DispatchEvents.NONE);
  private final Isolation isolation = new Isolation(new WaitingLine(1000, 1 << 30), slaves);
  private final Placement placement = new Placement(slaves, isolation);
  private final OpenTasks tasks = new OpenTasks("run");
  private final List<Attempt> inHand = new ArrayList<>();
  private long now = 1;
  private int joined;
  private long attempts;

  @RepeatedTest(60)
  void theSlaveIsTheOneThatAWalkOverAllFinds(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    // Of three kinds: slaves come and go, slaves are all alike, slaves are busy.
    int kind = repetition.getCurrentRepetition() % 3;
    for (int step = 0; step < STEPS; step++) {
      change(random, kind);
      WorkUnit unit = anyUnit(random);
      ConnectedSlave found = placement.leastExpectedFinish(unit, now, slave -> true);
      assertThat(found).as("step %s", step).isSameAs(byWalk(unit));
      if (found != null && found.hasCredit() && random.nextInt(3) > 0) {
        give(unit, found);
      }
    }
  }

  @Test
  void ofSlavesThatAreEquallyGoodTheOldestIsTaken() {
    for (int i = 0; i < 5; i++) {
      join(2, Images.ALL);
    }
    WorkUnit unit = task(1000, Set.of(Analysis.EDGES)).units().get(0);
    assertThat(placement.leastExpectedFinish(unit, now, slave -> true))
        .isSameAs(slaves.all().get(0));
    slaves.remove(slaves.all().get(0).remote());
    join(2, Images.ALL);
    assertThat(placement.leastExpectedFinish(unit, now, slave -> true))
        .isSameAs(slaves.all().get(0));
  }

  private void change(Random random, int kind) {
    int what = random.nextInt(10);
    if (what < 3 && slaves.all().size() < MOST_SLAVES) {
      join(kind == 1 ? 3 : 1 + random.nextInt(4), kind == 0 ? some(random) : Images.ALL);
    } else if (what == 3 && kind == 0 && !slaves.all().isEmpty()) {
      lose(any(slaves.all(), random));
    } else if (what == 4 && !slaves.all().isEmpty()) {
      slaves.drain(any(slaves.all(), random).name(), random.nextInt(3) == 0);
    } else if (what < (kind == 2 ? 6 : 8) && !inHand.isEmpty()) {
      end(any(inHand, random), random);
    } else if (what == 8) {
      now += TimeUnit.SECONDS.toNanos(random.nextInt(12)); // estimates become stale
    } else {
      now += random.nextInt(10_000_000);
    }
  }

  private void join(int slots, Set<Analysis> analyses) {
    String name = "s" + ++joined;
    slaves.join(Images.remote(name), Images.registration(name, slots, analyses));
  }

  private static Set<Analysis> some(Random random) {
    Set<Analysis> some = new TreeSet<>(Images.ALL);
    some.removeIf(analysis -> random.nextInt(4) == 0);
    return some;
  }

  private void lose(ConnectedSlave slave) {
    for (Attempt attempt : slave.attempts()) {
      slave.release(attempt);
      attempt.unit().detach(attempt);
      inHand.remove(attempt);
    }
    slaves.remove(slave.remote());
  }

  private void end(Attempt attempt, Random random) {
    ConnectedSlave slave = attempt.slave();
    slave.release(attempt);
    attempt.unit().detach(attempt);
    inHand.remove(attempt);
    switch (random.nextInt(4)) {
      case 0 -> attempt.unit().countFailure(slave);
      case 1 -> slave.costs().observeTimeout(attempt.unit(), random.nextInt(1 << 30), now);
      case 2 -> slave.costs().observeAtLeast(attempt.unit(), random.nextInt(1 << 30));
      default ->
          slave
              .costs()
              .observe(
                  attempt.unit(),
                  new UnitTiming(
                      Duration.ofMillis(random.nextInt(3)), Duration.ofMillis(random.nextInt(30))),
                  now);
    }
  }

  private WorkUnit anyUnit(Random random) {
    List<SlaveManager> open = new ArrayList<>(tasks.all());
    SlaveManager task =
        open.isEmpty() || random.nextBoolean()
            ? task(1 + random.nextInt(1_000_000), some(random))
            : any(open, random);
    return task.units().isEmpty() ? anyUnit(random) : any(task.units(), random);
  }

  private SlaveManager task(int bytes, Set<Analysis> analyses) {
    return tasks.add(
        Images.request("hash" + bytes, analyses, bytes),
        new SplitPlan(AnalysisCatalog.STANDARD, analysis -> 2),
        reply -> {},
        now);
  }

  private void give(WorkUnit unit, ConnectedSlave slave) {
    Attempt attempt = new Attempt(++attempts, unit, slave, now, slave.expectedNanos(unit, now));
    unit.given(attempt);
    slave.costs().tried(unit, now);
    slave.give(attempt, Duration.ofSeconds(1));
    inHand.add(attempt);
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  /** The rule itself, without any order of the slaves; nothing is suspected here. */
  private @Nullable ConnectedSlave byWalk(WorkUnit unit) {
    if (unit.isOnMostSlaves()) {
      return null;
    }
    Set<ConnectedSlave> atRisk = unit.atRisk();
    ConnectedSlave best = best(unit, slave -> true);
    ConnectedSlave home = best(unit, unit.task()::isHeldBy);
    if (!mayTake(best, atRisk) || !mayTake(home, atRisk)) {
      best = best(unit, slave -> mayTake(slave, atRisk));
      home = best(unit, slave -> unit.task().isHeldBy(slave) && mayTake(slave, atRisk));
    }
    if (best == null || home == null || best.wouldRunAtOnce() || unit.hasFailedOn(home)) {
      return best;
    }
    ConnectedSlave other = best;
    long whole =
        unit.task().units().stream().mapToLong(each -> other.costs().runNanos(each, now)).sum();
    long later = home.expectedFinishNanos(unit, now) - best.expectedFinishNanos(unit, now);
    return later < whole ? home : best;
  }

  private @Nullable ConnectedSlave best(WorkUnit unit, Predicate<ConnectedSlave> candidates) {
    ConnectedSlave best = null;
    for (ConnectedSlave slave : slaves.all()) {
      if (slave.usableSlots() > 0
          && slave.canRun(unit)
          && candidates.test(slave)
          && (best == null || isBetter(slave, best, unit))) {
        best = slave;
      }
    }
    return best;
  }

  private boolean isBetter(ConnectedSlave slave, ConnectedSlave best, WorkUnit unit) {
    if (unit.hasFailedOn(slave) != unit.hasFailedOn(best)) {
      return unit.hasFailedOn(best);
    }
    long finish = slave.expectedFinishNanos(unit, now);
    long finishOfBest = best.expectedFinishNanos(unit, now);
    return finish < finishOfBest || (finish == finishOfBest && slave.inHand() < best.inHand());
  }

  private static boolean mayTake(@Nullable ConnectedSlave slave, Set<ConnectedSlave> atRisk) {
    return slave == null
        || atRisk.isEmpty()
        || atRisk.contains(slave)
        || (atRisk.size() < 2 && atRisk.stream().noneMatch(slave::sharesRiskWith));
  }
}
