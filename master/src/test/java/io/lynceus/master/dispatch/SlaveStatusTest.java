package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.tally.SlaveHistories;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus.History;
import io.lynceus.model.ClusterStatus.Load;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What status tells of slaves: who is slow, who fails, and of the load that they have. */
class SlaveStatusTest {
  private final ManualMaster master =
      new ManualMaster(MasterDefaults.DISPATCH, QuarantineStore.NONE);

  @Test
  void aSlowSlaveIsToldAfterMinutes() {
    ScriptedSlave fast = master.slave("fast", 1, Analysis.EDGES);
    ScriptedSlave slow = master.slave("slow", 1, Analysis.EDGES);
    for (int i = 0; i < 50; i++) {
      work(fast, "slow", Duration.ofMillis(10));
      work(slow, "fast", Duration.ofMillis(40));
    }
    assertThat(slowness()).containsExactly(OptionalDouble.empty(), OptionalDouble.empty());
    for (int i = 0; i < 50; i++) {
      work(fast, "slow", Duration.ofMillis(10));
      work(slow, "fast", Duration.ofMillis(40));
      master.pass(Duration.ofSeconds(3));
    }
    assertThat(slowness()).containsExactly(OptionalDouble.of(1), OptionalDouble.of(4));
  }

  /** A slave does one unit while the other one is drained. */
  private void work(ScriptedSlave slave, String other, Duration time) {
    master.drain(other, true);
    master.submit("hash", Analysis.EDGES);
    slave.finishes(slave.assigned(Analysis.EDGES), time);
    master.drain(other, false);
  }

  private List<OptionalDouble> slowness() {
    return master.status().slaves().stream().map(slave -> slave.pace().slowness()).toList();
  }

  @Test
  void lossesAndFailuresAreCountedOverAllConnectionsOfAName() {
    ScriptedSlave first = master.slave("a", 1);
    master.submit("hash", Analysis.EDGES);
    first.fails(first.assigned(Analysis.EDGES), FailureReason.ANALYSIS_FAILED);
    master.lose(first);
    ScriptedSlave second = master.slave("a", 1);
    master.dispatcher.received(second, new Draining());
    master.lose(second);
    ScriptedSlave third = master.slave("a", 1);
    master.slave("b", 1);
    master.silence(third, MasterDefaults.DISPATCH.liveness().suspectAfter());

    assertThat(history("a")).isEqualTo(new History(3, 1, 1, 1, 0));
    assertThat(history("b")).isEqualTo(new History(1, 0, 0, 0, 0));
  }

  @Test
  void aBrokenImageIsNobodysFailure() {
    ScriptedSlave slave = master.slave("a", 1);
    master.submit("hash", Analysis.EDGES);
    slave.fails(slave.assigned(Analysis.EDGES), FailureReason.UNREADABLE_IMAGE);

    assertThat(history("a").failed()).isZero();
  }

  @Test
  void aUnitThatTakesTooLongIsCountedWhereItDid() {
    master.slave("a", 1);
    master.submit("hash", Analysis.EDGES);
    master.pass(MasterDefaults.DISPATCH.retries().attemptTime());

    assertThat(history("a").tookTooLong()).isEqualTo(1);
  }

  @Test
  void theHistoriesOfOldNamesAreForgotten() {
    SlaveHistories histories = new SlaveHistories();
    join(histories, "old");
    join(histories, "faithful");
    for (int i = 0; i < 1023; i++) {
      join(histories, "faithful");
      join(histories, "s" + i);
    }
    assertThat(join(histories, "faithful").joined()).isEqualTo(1025);
    assertThat(join(histories, "old").joined()).isEqualTo(1);
  }

  private static History join(SlaveHistories histories, String name) {
    ConnectedSlave slave = Images.slave(name);
    histories.slaveJoined(slave);
    History history = histories.of(slave);
    histories.slaveLost(slave);
    return history;
  }

  @Test
  void theLoadIsThatOfTheLastMinute() {
    ScriptedSlave slave = master.slave("a", 1);
    for (int i = 0; i < 100; i++) {
      master.pass(Duration.ofSeconds(1));
      master.submit("hash" + i, Analysis.EDGES, Analysis.CORNERS);
      slave.finishes(slave.assigned(Analysis.EDGES), Duration.ofMillis(100));
      slave.finishes(slave.assigned(Analysis.CORNERS), Duration.ofMillis(100));
    }
    master.pass(Duration.ofMillis(50));
    Load now = master.status().load();
    assertThat(now.imagesPerSecond()).isBetween(0.9, 1.1);
    assertThat(now.busyPerSecond()).isZero();
    assertThat(now.workPerImage()).isEqualTo(Duration.ofMillis(200));
    master.pass(Duration.ofSeconds(100));
    assertThat(master.status().load()).isEqualTo(Load.NONE);
  }

  @Test
  void refusalsForLackOfRoomAreLoadToo() {
    int room = MasterDefaults.DISPATCH.waiting().tasks();
    for (int i = 0; i < room + 1; i++) {
      master.submit("hash" + i, Analysis.EDGES);
    }
    master.pass(Duration.ofSeconds(2));
    assertThat(master.status().load().busyPerSecond()).isEqualTo(0.5);
  }

  private History history(String name) {
    return master.status().slaves().stream()
        .filter(slave -> slave.name().equals(name))
        .map(Slave::history)
        .findFirst()
        .orElseThrow();
  }
}
