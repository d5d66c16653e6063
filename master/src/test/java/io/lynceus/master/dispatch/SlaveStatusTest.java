package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus.History;
import io.lynceus.model.ClusterStatus.Load;
import io.lynceus.model.ClusterStatus.Pace;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What status tells of slaves: who is slow, who fails, and of the load that they have. */
class SlaveStatusTest {
  private final ManualMaster master =
      new ManualMaster(MasterDefaults.DISPATCH, QuarantineStore.NONE);

  @Test
  void aSlowSlaveIsToldByItsTimesBesideTheOthers() {
    assertThat(
            SlaveSpeeds.of(
                List.of(
                    Map.of(Analysis.EDGES, 10.0, Analysis.FACES, 40.0),
                    Map.of(Analysis.EDGES, 30.0, Analysis.FACES, 40.0),
                    Map.of(Analysis.EDGES, 5.0),
                    Map.of())))
        .containsExactly(
            pace(Map.of(Analysis.EDGES, 10.0, Analysis.FACES, 40.0), 1),
            pace(Map.of(Analysis.EDGES, 30.0, Analysis.FACES, 40.0), 2),
            pace(Map.of(Analysis.EDGES, 5.0), 0.5),
            Pace.UNKNOWN);
  }

  @Test
  void ofTwoSlavesTheSlowOneIsTheSlowOne() {
    assertThat(SlaveSpeeds.of(List.of(Map.of(Analysis.EDGES, 4.0), Map.of(Analysis.EDGES, 1.0))))
        .extracting(Pace::slowness)
        .containsExactly(OptionalDouble.of(4), OptionalDouble.of(1));
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
    master.pass(MasterDefaults.DISPATCH.attemptTime());

    assertThat(history("a").tookTooLong()).isEqualTo(1);
  }

  @Test
  void theHistoriesOfOldNamesAreForgotten() {
    SlaveHistory.OfNames histories = new SlaveHistory.OfNames();
    histories.joined("old");
    histories.joined("faithful");
    for (int i = 0; i < 1023; i++) {
      histories.joined("faithful");
      histories.joined("s" + i);
    }
    assertThat(histories.joined("faithful").toStatus().joined()).isEqualTo(1025);
    assertThat(histories.joined("old").toStatus().joined()).isEqualTo(1);
  }

  @Test
  void theLoadIsThatOfLate() {
    RecentLoad load = new RecentLoad(0);
    UnitTiming timing = new UnitTiming(Duration.ofMillis(60), Duration.ofMillis(40));
    long second = Duration.ofSeconds(1).toNanos();
    for (int i = 1; i <= 100; i++) {
      load.taken(i * second);
      load.worked(timing, i * second);
      load.worked(timing, i * second);
      load.answered(i * second);
    }
    Load now = load.toStatus(100 * second);
    assertThat(now.imagesPerSecond()).isBetween(0.9, 1.1);
    assertThat(now.busyPerSecond()).isZero();
    assertThat(now.workPerImage()).isEqualTo(Duration.ofMillis(200));
    assertThat(load.toStatus(200 * second)).isEqualTo(Load.NONE);
  }

  @Test
  void refusalsForWantOfRoomAreLoadToo() {
    RecentLoad load = new RecentLoad(0);
    load.busy(0);
    assertThat(load.toStatus(Duration.ofSeconds(2).toNanos()).busyPerSecond()).isEqualTo(0.5);
  }

  private History history(String name) {
    return master.status().slaves().stream()
        .filter(slave -> slave.name().equals(name))
        .map(Slave::history)
        .findFirst()
        .orElseThrow();
  }

  private static Pace pace(Map<Analysis, Double> times, double slowness) {
    return new Pace(times, OptionalDouble.of(slowness));
  }
}
