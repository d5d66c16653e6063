package io.lynceus.master.dispatch.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.master.dispatch.Images;
import io.lynceus.master.dispatch.state.ImageDeaths.Death;
import io.lynceus.master.dispatch.state.WorkUnit.UnitEnd;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** State that is put out of order is noticed, and the message says what is wrong. */
class InvariantsTest {
  private final OpenTasks tasks = new OpenTasks("run");
  private final WaitingLine line = new WaitingLine(10, 10_000);
  private final SlaveRoster slaves =
      new SlaveRoster(
          new Welcome("1", Duration.ofSeconds(1), Duration.ofSeconds(4)),
          1,
          () -> 0,
          DispatchEvents.NONE);
  private final Invariants invariants = new Invariants(tasks, line, slaves);
  private final SlaveManager task =
      tasks.add(
          Images.request("hash", Images.ALL),
          new SplitPlan(AnalysisCatalog.STANDARD, analysis -> 2),
          reply -> {},
          0);
  private final WorkUnit unit = task.units().get(0);

  @BeforeEach
  void aTaskAndASlave() {
    line.join(task);
    slaves.join(Images.remote("a"), Images.registration("a", 1, Images.ALL));
    slaves.join(Images.remote("b"), Images.registration("b", 1, Images.ALL));
  }

  private Attempt give(ConnectedSlave slave) {
    if (task.isWaiting()) {
      line.leave(task);
      task.assigned(0);
    }
    line.remove(unit);
    Attempt attempt = new Attempt(unit.attempts(), unit, slave, 0, 1000);
    unit.given(attempt);
    slave.give(attempt, Duration.ofSeconds(1));
    return attempt;
  }

  private void isBroken(String rule) {
    assertThatThrownBy(invariants::hold)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(rule);
  }

  @Test
  void whatIsInOrderHolds() {
    assertThat(invariants.hold()).isTrue();
    Attempt attempt = give(slaves.all().get(0));
    assertThat(invariants.hold()).isTrue();
    slaves.all().get(0).abandon(attempt);
    line.requeue(unit);
    assertThat(invariants.hold()).isTrue();
  }

  @Test
  void aTaskThatLeavesTheLineTwiceIsNoticed() {
    line.leave(task);
    isBroken("the line miscounts its tasks");
  }

  @Test
  void aUnitThatWaitsOutsideTheLineIsNoticed() {
    line.remove(unit);
    isBroken("a unit waits outside the line");
  }

  @Test
  void aUnitThatIsInHandAndInTheLineIsNoticed() {
    give(slaves.all().get(0));
    line.requeue(unit);
    isBroken("the line has units that do not wait");
  }

  @Test
  void anAttemptThatItsSlaveNoLongerHasIsNoticed() {
    Attempt attempt = give(slaves.all().get(0));
    slaves.all().get(0).release(attempt);
    isBroken("a unit wants an attempt that its slave does not have");
  }

  @Test
  void aLostSlaveWhoseAttemptsAreStillWantedIsNoticed() {
    give(slaves.all().get(0));
    slaves.remove(slaves.all().get(0).remote());
    isBroken("a unit wants an attempt that its slave does not have");
  }

  @Test
  void twoAttemptsOnOneSlaveAreNoticed() {
    give(slaves.all().get(0));
    give(slaves.all().get(0));
    isBroken("two of one slave");
  }

  @Test
  void moreAttemptsThanCreditsAreNoticed() {
    for (int i = 0; i < 3; i++) {
      give(slaves.all().get(0));
    }
    isBroken("a slave has more attempts than credits");
  }

  @Test
  void aTaskThatHasEndedUnheardIsNoticed() {
    for (WorkUnit each : task.units()) {
      line.remove(each);
      each.end(
          new UnitEnd(
              UnitReply.without(Outcome.FAILED, "because"),
              new UnitRun(Duration.ZERO, "", 0),
              false,
              Vocabulary.NONE,
              PictureCondition.SOUND));
    }
    isBroken("a task has ended and is to get no reply");
  }

  @Test
  void aTaskThatIsOverAndStillWantsAnAttemptIsNoticed() {
    give(slaves.all().get(0));
    tasks.remove(task);
    isBroken("a task that is over wants an attempt");
  }

  @Test
  void aSuspectThatIsNotAloneIsNoticed() {
    suspect(1);
    give(slaves.all().get(0));
    give(slaves.all().get(0));
    isBroken("a suspect is not alone on its slave");
  }

  @Test
  void twoConfinedUnitsOnOneSlaveAreNoticed() {
    suspect(2);
    ConnectedSlave slave = slaves.all().get(0);
    slave.abandon(give(slave));
    give(slave);
    isBroken("a slave has two confined units");
  }

  @Test
  void aUnitThatTwoSlavesDiedOfAndThatIsNotConfinedIsNoticed() {
    Attempt attempt = give(slaves.all().get(0));
    suspect(2);
    isBroken("a unit that two slaves died of is given a third");
    slaves.all().get(0).started(attempt, 0);
    assertThat(invariants.hold()).as("it had started before the second death").isTrue();
  }

  /** So many slaves have died of the unit. */
  private void suspect(int dead) {
    ImageDeaths deaths = new ImageDeaths();
    for (int i = 0; i < dead; i++) {
      deaths.add(unit.analysis(), new Death(slaves.all().get(0)));
    }
    task.image().suspect(deaths);
  }

  @Test
  void anImageThatCouldKillThreeSlavesIsNoticed() {
    slaves.join(Images.remote("c"), Images.registration("c", 1, Images.ALL));
    for (int i = 0; i < 3; i++) {
      ConnectedSlave slave = slaves.all().get(i);
      slave.abandon(give(slave));
    }
    line.requeue(unit);
    isBroken("an image may kill too many slaves");
  }
}
