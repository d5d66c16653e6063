package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.model.Analysis;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DispatchEventsTest {
  private final ManualMaster master =
      new ManualMaster(MasterDefaults.DISPATCH, QuarantineStore.NONE);

  @Test
  void aSlaveThatDiesAtWorkIsALossASuspicionAndAnotherAttempt() {
    ScriptedSlave first = master.slave("a", 1);
    master.submit("hash", Analysis.EDGES);
    master.start(first, first.assigned().get(0));
    ScriptedSlave second = master.slave("b", 1);
    master.lose(first);

    assertThat(second.assigned()).hasSize(1);
    assertThat(master.events)
        .containsExactly(
            "a joined",
            "FIRST attempt",
            "b joined",
            "a lost",
            "unit suspected",
            "REPEATED attempt");
  }

  @Test
  void aSlaveThatIsSilentIsSuspectedOnce() {
    ScriptedSlave slave = master.slave("a", 1);
    master.silence(slave, Duration.ofSeconds(3));
    assertThat(master.events).containsExactly("a joined", "a suspected");
  }

  @Test
  void aResultThatComesAfterItsClientLeftIsWasted() {
    ScriptedSlave slave = master.slave("a", 1);
    var ticket = master.submit("hash", Analysis.EDGES);
    ticket.cancel();
    master.finish(slave, slave.assigned().get(0));
    assertThat(master.events)
        .containsExactly("a joined", "FIRST attempt", "cancelled", "wasted result");
  }

  @Test
  void aListenerThatThrowsChangesNothingForDispatchAndTheOthers() {
    ManualMaster between =
        new ManualMaster(MasterDefaults.DISPATCH, QuarantineStore.NONE, Images.FAULTY_LISTENER);
    ScriptedSlave slave = between.slave("a", 1);
    between.submit("hash", Analysis.EDGES);
    between.finish(slave, slave.assigned().get(0));

    assertThat(between.replies).hasSize(1);
    assertThat(between.events).containsExactly("a joined", "FIRST attempt", "result");
    assertThat(between.dispatcher.isAtRest()).isTrue();
  }
}
