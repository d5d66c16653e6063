package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.DispatchObserver.Event;
import io.lynceus.model.Analysis;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DispatchObserverTest {
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
            Event.SLAVE_JOINED,
            Event.FIRST_ATTEMPT,
            Event.SLAVE_JOINED,
            Event.SLAVE_LOST,
            Event.UNIT_SUSPECTED,
            Event.REPEATED_ATTEMPT);
  }

  @Test
  void aSlaveThatIsSilentIsSuspectedOnce() {
    ScriptedSlave slave = master.slave("a", 1);
    master.silence(slave, Duration.ofSeconds(3));
    assertThat(master.events).containsExactly(Event.SLAVE_JOINED, Event.SLAVE_SUSPECTED);
  }

  @Test
  void aResultThatComesAfterItsClientLeftIsWasted() {
    ScriptedSlave slave = master.slave("a", 1);
    var ticket = master.submit("hash", Analysis.EDGES);
    ticket.cancel();
    master.finish(slave, slave.assigned().get(0));
    assertThat(master.events)
        .containsExactly(
            Event.SLAVE_JOINED, Event.FIRST_ATTEMPT, Event.IMAGE_CANCELLED, Event.WASTED_RESULT);
  }
}
