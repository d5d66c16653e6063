package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.MemoryUse;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Status;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a {@link TaskDispatcher} does when slaves die, fall silent, are late, fail or leave. */
class FaultySlavesTest extends TaskDispatcherFixture {
  @Test
  void aUnitWhoseSlaveDiesIsGivenToAnother() {
    ScriptedSlave doomed = slave("a", 1);
    submit("hash", Set.of(Analysis.EDGES));
    ScriptedSlave other = slave("b", 1);
    dispatcher.lost(doomed, "killed");
    loop.runPosted();

    other.finishes(other.assigned().get(0));
    loop.runPosted();
    assertThat(replies).extracting(Reply::status).containsExactly(Status.COMPLETE);
    assertThat(replies.get(0).timing().orElseThrow().units().get(Analysis.EDGES).attempts())
        .isEqualTo(2);
  }

  @Test
  void whatALostSlaveSaysIsDropped() {
    ScriptedSlave doomed = slave("a", 1);
    submit("hash", Set.of(Analysis.EDGES));
    AssignUnit unit = doomed.assigned().get(0);
    dispatcher.lost(doomed, "killed");
    doomed.finishes(unit);
    loop.runPosted();
    assertThat(replies).isEmpty();
  }

  @Test
  void aResultThatIsSentTwiceCountsOnceAndEndsTheConnection() {
    ScriptedSlave slave = slave("a", 1);
    submit("hash", Set.of(Analysis.EDGES));
    slave.finishes(slave.assigned().get(0));
    slave.finishes(slave.assigned().get(0));
    loop.runPosted();
    assertThat(replies).hasSize(1);
    assertThat(slave.closed).isTrue();
    assertThat(status().slaves()).isEmpty();
  }

  @Test
  void aSilentSlaveIsSuspectedAndItsLateResultDropped() {
    ScriptedSlave silent = slave("a", 1);
    submit("hash", Set.of(Analysis.EDGES));
    AssignUnit late = silent.assigned().get(0);
    loop.advance(Duration.ofMillis(1_900));
    tick();
    assertThat(status().slaves().get(0).state()).isEqualTo(State.SUSPECT);
    ScriptedSlave other = slave("b", 1);

    silent.finishes(late);
    loop.runPosted();
    assertThat(replies).isEmpty();
    assertThat(silent.told(CancelUnit.class)).containsExactly(new CancelUnit(late.attempt()));
    assertThat(status().slaves().get(0).state()).isEqualTo(State.READY);
    assertThat(status().slaves().get(0).busy()).isZero();
    other.finishes(other.assigned().get(0));
    loop.runPosted();
    assertThat(replies).hasSize(1);
  }

  @Test
  void aSlaveThatStaysSilentIsClosed() {
    ScriptedSlave silent = slave("a", 1);
    loop.advance(Duration.ofSeconds(4));
    tick();
    assertThat(silent.closed).isTrue();
  }

  @Test
  void aSlaveThatComesBackTakesThePlaceOfItsSilentConnection() {
    ScriptedSlave before = slave("a", 1);
    ScriptedSlave namesake = slave("b", 1);
    passTime(Duration.ofSeconds(2), namesake);
    slave("a", 1);
    slave("b", 1);
    assertThat(before.closed).isTrue();
    assertThat(namesake.closed).as("it speaks, so it is another of that name").isFalse();
  }

  @Test
  void aHeartbeatKeepsASlave() {
    ScriptedSlave slave = slave("a", 1);
    for (int i = 0; i < 20; i++) {
      loop.advance(Duration.ofMillis(500));
      dispatcher.received(slave, new SlaveHeartbeat(0, 0, MemoryUse.NONE));
      tick();
    }
    assertThat(slave.closed).isFalse();
    assertThat(status().slaves().get(0).state()).isEqualTo(State.READY);
  }

  @Test
  void anAttemptThatTakesTooLongIsRetriedElsewhereAndHoldsItsSlot() {
    ScriptedSlave stuck = slave("a", 1);
    submit("hash", Set.of(Analysis.EDGES));
    ScriptedSlave other = slave("b", 1);
    passTime(Duration.ofSeconds(10), stuck, other);

    assertThat(other.assigned()).hasSize(1);
    assertThat(status().slaves().get(0).busy()).isEqualTo(1);
    stuck.finishes(stuck.assigned().get(0));
    loop.runPosted();
    assertThat(replies).isEmpty();
    assertThat(status().slaves().get(0).busy()).isZero();
  }

  @Test
  void aUnitThatFailsOnThreeSlavesHasFailed() {
    List<ScriptedSlave> slaves = List.of(slave("a", 1), slave("b", 1), slave("c", 1));
    submit("hash", Set.of(Analysis.EDGES));
    for (int i = 0; i < 3; i++) {
      ScriptedSlave busy =
          slaves.stream()
              .filter(s -> s.told(AssignUnit.class).size() == 1 && !s.closed)
              .toList()
              .get(i);
      busy.fails(busy.assigned().get(0), FailureReason.ANALYSIS_FAILED);
      loop.runPosted();
    }
    assertThat(slaves).allSatisfy(slave -> assertThat(slave.assigned()).hasSize(1));
    assertThat(outcome(Analysis.EDGES)).isEqualTo(Outcome.FAILED);
    assertThat(replies.get(0).status()).isEqualTo(Status.PARTIAL);
  }

  @Test
  void aSuspectRunsAloneThenConfinedAndIsPoisonWhenThatDiesToo() {
    ScriptedSlave first = slave("a", 1);
    submit("killer", Set.of(Analysis.EDGES));
    first.starts(first.assigned().get(0));
    ScriptedSlave second = slave("b", 3);
    submit("innocent", Set.of(Analysis.EDGES));
    loop.runPosted();
    dispatcher.lost(first, "crashed");
    loop.runPosted();
    AssignUnit innocent =
        second.assigned().stream().filter(unit -> unit.task() == 2).findFirst().orElseThrow();
    assertThat(second.assigned()).as("the suspect waits for an idle slave").hasSize(1);

    second.finishes(innocent);
    loop.runPosted();
    AssignUnit suspect = second.assigned().get(1);
    second.starts(suspect);
    submit("other", Set.of(Analysis.EDGES));
    assertThat(second.assigned()).as("nobody runs beside the suspect").hasSize(2);
    dispatcher.lost(second, "crashed");
    ScriptedSlave third = slave("c", 3);
    AssignUnit confined = third.confined().get(0);
    third.starts(confined);
    third.childDies(confined);
    loop.runPosted();

    assertThat(reply("killer").analyses().get(Analysis.EDGES).outcome()).isEqualTo(Outcome.POISON);
    third.finishes(third.assigned().get(0));
    loop.runPosted();
    assertThat(reply("other").status()).isEqualTo(Status.COMPLETE);
    submit("killer", Set.of(Analysis.EDGES));
    assertThat(replies).as("quarantined, answered at once").hasSize(4);
  }

  @Test
  void aDrainingSlaveFinishesWhatItHasAndGetsNoMore() {
    ScriptedSlave slave = slave("a", 1);
    submit("hash", Set.of(Analysis.EDGES));
    dispatcher.received(slave, new Draining());
    submit("next", Set.of(Analysis.EDGES));
    slave.finishes(slave.assigned().get(0));
    loop.runPosted();
    assertThat(slave.assigned()).hasSize(1);
    assertThat(replies).hasSize(1);
    assertThat(status().slaves().get(0).state()).isEqualTo(State.DRAINING);
  }
}
