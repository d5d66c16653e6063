package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.model.Analysis;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpeculationTest {
  private static final Duration USUAL = Duration.ofMillis(10);
  private static final Duration LATE = Duration.ofMillis(100);

  private ManualMaster master = master(0.05);

  @Test
  void aLateUnitGoesToASecondSlaveAndTheFirstResultCounts() {
    ScriptedSlave first = warmSlave(master, 20);
    AssignUnit late = give(first, "late");
    ScriptedSlave second = master.slave("second", 1);
    master.pass(LATE);
    assertThat(second.assigned()).hasSize(1);

    master.finish(second, second.assigned().get(0));
    assertThat(master.outcome("late", Analysis.EDGES)).isEqualTo(Outcome.OK);
    assertThat(first.told(CancelUnit.class)).containsExactly(new CancelUnit(late.attempt()));
    int replies = master.replies.size();
    assertThat(master.status().slaves().get(0).busy()).as("its slot is held").isEqualTo(1);
    master.finish(first, late);
    assertThat(master.replies).hasSize(replies);
    assertThat(master.status().attempts().speculative()).isEqualTo(1);
    assertThat(master.status().attempts().wasted()).isEqualTo(1);
    assertThat(master.status().attempts().again()).isZero();
  }

  @Test
  void theFirstAttemptMayStillWin() {
    ScriptedSlave first = warmSlave(master, 20);
    AssignUnit late = give(first, "late");
    ScriptedSlave second = master.slave("second", 1);
    master.pass(LATE);
    master.finish(first, late);
    assertThat(master.outcome("late", Analysis.EDGES)).isEqualTo(Outcome.OK);
    assertThat(second.told(CancelUnit.class)).hasSize(1);
  }

  @Test
  void beforeEnoughUnitsWereSeenNoneIsLate() {
    ScriptedSlave first = warmSlave(master, 19);
    give(first, "late");
    ScriptedSlave second = master.slave("second", 1);
    master.pass(LATE);
    assertThat(second.assigned()).isEmpty();
  }

  @Test
  void aUnitOfItsUsualTimeIsNotLate() {
    ScriptedSlave first = warmSlave(master, 30);
    give(first, "usual");
    ScriptedSlave second = master.slave("second", 1);
    master.pass(USUAL);
    assertThat(second.assigned()).isEmpty();
  }

  @Test
  void aBusySlaveGetsNoSecondAttempt() {
    ScriptedSlave first = warmSlave(master, 20);
    ScriptedSlave second = master.slave("second", 1);
    for (int i = 0; i < 4; i++) {
      master.submit("busy" + i, Analysis.FACES);
    }
    int given = second.assigned().size();
    assertThat(given).isPositive();
    master.pass(LATE);
    assertThat(second.assigned()).hasSize(given);
    assertThat(first.assigned()).isNotEmpty();
  }

  @Test
  void oneInTwentyIsTheBudgetAndZeroIsNone() {
    assertThat(secondAttempts(0.05, 39)).isEqualTo(1);
    assertThat(secondAttempts(0.05, 40)).isEqualTo(2);
    assertThat(secondAttempts(0, 400)).isZero();
  }

  private static long secondAttempts(double budget, int units) {
    ManualMaster master = master(budget);
    ScriptedSlave first = warmSlave(master, units - 3);
    for (int i = 0; i < 3; i++) {
      master.submit("late" + i, Analysis.EDGES);
    }
    assertThat(first.assigned()).hasSize(units);
    for (int i = 0; i < 3; i++) {
      master.slave("second" + i, 1);
    }
    master.pass(LATE);
    return master.status().attempts().speculative();
  }

  @Test
  void whenOneOfTwoSlavesDiesTheOtherGoesOn() {
    ScriptedSlave first = warmSlave(master, 20);
    give(first, "late");
    ScriptedSlave second = master.slave("second", 1);
    master.pass(LATE);
    ScriptedSlave third = master.slave("third", 1);
    master.lose(first);
    assertThat(third.assigned()).as("nothing to be given again").isEmpty();
    master.finish(second, second.assigned().get(0));
    assertThat(master.outcome("late", Analysis.EDGES)).isEqualTo(Outcome.OK);
  }

  @Test
  void whenOneOfTwoAttemptsFailsTheOtherGoesOn() {
    ScriptedSlave first = warmSlave(master, 20);
    AssignUnit late = give(first, "late");
    ScriptedSlave second = master.slave("second", 1);
    master.pass(LATE);
    first.fails(late, FailureReason.ANALYSIS_FAILED);
    master.finish(second, second.assigned().get(0));
    assertThat(master.outcome("late", Analysis.EDGES)).isEqualTo(Outcome.OK);
    assertThat(first.assigned()).hasSize(21);
  }

  @Test
  void twoSlavesShareOneUnitAtMost() {
    ScriptedSlave first = warmSlave(master, 60);
    master.submit("late", Analysis.EDGES);
    master.submit("late too", Analysis.EDGES);
    ScriptedSlave second = master.slave("second", 2);
    master.pass(LATE);
    assertThat(second.assigned()).hasSize(1);
    ScriptedSlave third = master.slave("third", 2);
    master.pass(LATE);
    assertThat(third.assigned()).hasSize(1);
    assertThat(first.assigned()).hasSize(62);
  }

  @Test
  void aLateUnitThatWasRunningOnADeadSlaveRunsAloneNext() {
    ScriptedSlave first = warmSlave(master, 20);
    AssignUnit late = give(first, "late");
    master.start(first, late);
    ScriptedSlave second = master.slave("second", 1);
    master.pass(LATE);
    master.lose(first);
    assertThat(second.told(CancelUnit.class))
        .as("it had not begun there")
        .containsExactly(new CancelUnit(second.assigned().get(0).attempt()));
    ScriptedSlave third = master.slave("third", 1);
    assertThat(third.assigned()).isEmpty();
    second.fails(second.assigned().get(0), FailureReason.REFUSED);
    master.pass(Duration.ofMillis(50));
    ScriptedSlave chosen = third.assigned().isEmpty() ? second : third;
    AssignUnit alone = chosen.assigned().get(chosen.assigned().size() - 1);
    master.start(chosen, alone);
    master.lose(chosen);
    ScriptedSlave last = chosen == second ? third : second;
    assertThat(last.confined()).hasSize(1);
  }

  private static ManualMaster master(double speculation) {
    DispatchConfig d = MasterDefaults.DISPATCH;
    DispatchConfig.Retries r = d.retries();
    return new ManualMaster(
        new DispatchConfig(
            d.replies(),
            new DispatchConfig.Retries(
                r.attempts(), r.attemptTime(), r.noSlaveGrace(), speculation),
            d.waiting(),
            d.prefetch(),
            d.remembered(),
            d.liveness()),
        QuarantineStore.NONE);
  }

  /** A slave that has done a number of units, each in the usual time. */
  private static ScriptedSlave warmSlave(ManualMaster master, int units) {
    ScriptedSlave slave = master.slave("first", 1);
    for (int i = 0; i < units; i++) {
      master.submit("warm" + i, Analysis.EDGES);
      master.pass(USUAL);
      master.finish(slave, slave.assigned().get(i));
    }
    return slave;
  }

  private AssignUnit give(ScriptedSlave slave, String hash) {
    master.submit(hash, Analysis.EDGES);
    return slave.assigned().get(slave.assigned().size() - 1);
  }
}
