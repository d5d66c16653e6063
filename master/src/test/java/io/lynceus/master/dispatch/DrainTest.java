package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Slaves that an operator takes out of work. */
class DrainTest {
  private final ManualMaster master =
      new ManualMaster(MasterDefaults.DISPATCH, QuarantineStore.NONE);

  @Test
  void aDrainedSlaveFinishesWhatItHasAndGetsNoMore() {
    ScriptedSlave slave = master.slave("a", 1);
    master.submit("first", Analysis.EDGES);

    assertThat(state(master.drain("a", true))).isEqualTo(State.DRAINING);
    master.submit("second", Analysis.EDGES);
    assertThat(slave.assigned()).hasSize(1);

    master.finish(slave, slave.assigned().get(0));
    assertThat(master.outcome("first", Analysis.EDGES)).isEqualTo(Outcome.OK);
    assertThat(master.status().slaves().get(0).busy()).isZero();
    assertThat(slave.assigned()).hasSize(1);
  }

  @Test
  void aSlaveThatIsTakenBackGetsWhatWaits() {
    ScriptedSlave slave = master.slave("a", 1);
    master.drain("a", true);
    master.submit("hash", Analysis.EDGES);
    assertThat(slave.assigned()).isEmpty();

    assertThat(state(master.drain("a", false))).isEqualTo(State.READY);
    assertThat(slave.assigned()).hasSize(1);
  }

  @Test
  void aSlaveThatHasConnectedAgainIsGivenUnits() {
    ScriptedSlave slave = master.slave("a", 1);
    master.drain("a", true);
    master.lose(slave);

    ScriptedSlave again = master.slave("a", 1);
    master.submit("hash", Analysis.EDGES);
    assertThat(again.assigned()).hasSize(1);
  }

  @Test
  void aSlaveThatEndsCannotBeTakenBack() {
    ScriptedSlave slave = master.slave("a", 1);
    master.dispatcher.received(slave, new Draining());

    assertThat(state(master.drain("a", false))).isEqualTo(State.DRAINING);
  }

  @Test
  void aNameThatNobodyHasIsSaid() {
    master.slave("a", 1);

    assertThat(master.drain("b", true)).isEmpty();
    assertThat(master.status().slaves().get(0).state()).isEqualTo(State.READY);
  }

  @Test
  void withoutAReadySlaveImagesAreToldSo() {
    master.slave("a", 1);
    master.drain("a", true);
    master.submit("hash", Analysis.EDGES);

    master.pass(MasterDefaults.DISPATCH.retries().noSlaveGrace().plus(Duration.ofMillis(100)));
    assertThat(master.outcome("hash", Analysis.EDGES)).isEqualTo(Outcome.NO_SLAVE);
  }

  @Test
  void whatASlaveRefusesBecauseItEndsIsNoFailureOfTheUnit() {
    master.submit("hash", Analysis.EDGES);
    for (int i = 0; i < MasterDefaults.DISPATCH.retries().attempts(); i++) {
      ScriptedSlave ending = master.slave("ending-" + i, 1);
      master.dispatcher.received(ending, new Draining());
      ending.fails(ending.assigned(Analysis.EDGES), FailureReason.REFUSED);
    }
    ScriptedSlave last = master.slave("last", 1);

    master.finish(last, last.assigned(Analysis.EDGES));
    assertThat(master.outcome("hash", Analysis.EDGES)).isEqualTo(Outcome.OK);
  }

  private static State state(Optional<ClusterStatus> status) {
    return status.orElseThrow().slaves().get(0).state();
  }
}
