package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus.Queue;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Units that wait for a slave. */
class WaitingUnitsTest {
  private final ManualMaster master =
      new ManualMaster(MasterDefaults.DISPATCH, QuarantineStore.NONE);

  @Test
  void unitsThatNoSlaveCanTakeDoNotHoldUpThoseBehindThem() {
    ScriptedSlave edges = master.slave("edges", 1, Analysis.EDGES);
    for (int i = 0; i < 100; i++) {
      master.submit("edges-" + i, Analysis.EDGES);
    }
    ScriptedSlave corners = master.slave("corners", 1, Analysis.CORNERS);
    master.submit("corners", Analysis.CORNERS);

    assertThat(edges.assigned()).hasSize(1 + MasterDefaults.DISPATCH.prefetch());
    assertThat(corners.assigned()).hasSize(1);
  }

  @Test
  void whatWaitsAndForHowLongIsTold() {
    ScriptedSlave slave = master.slave("a", 1, Analysis.EDGES);
    for (int i = 0; i < 4; i++) {
      master.submit("edges-" + i, Analysis.EDGES);
    }
    master.submit("faces", Analysis.FACES);
    assertThat(slave.assigned()).hasSize(3);
    master.pass(Duration.ofSeconds(1));
    master.submit("late", Analysis.EDGES);

    Queue line = master.status().queue();
    assertThat(line.units()).isEqualTo(Map.of(Analysis.EDGES, 2, Analysis.FACES, 1));
    assertThat(line.oldest()).isEqualTo(Duration.ofSeconds(1));
    assertThat(line.bytes()).isEqualTo(3 * Images.request("", Images.ALL).image().bytes());
  }

  @Test
  void aUnitThatIsGivenBackWaitsFromThenOn() {
    ScriptedSlave slave = master.slave("a", 1);
    master.submit("hash", Analysis.EDGES);
    master.pass(Duration.ofSeconds(1));
    master.lose(slave);
    master.pass(Duration.ofMillis(300));

    assertThat(master.status().queue().oldest()).isEqualTo(Duration.ofMillis(300));
    assertThat(master.status().queue().bytes()).isZero();
  }

  @Test
  void nothingWaitsWhenAllIsGiven() {
    master.slave("a", 1);
    master.submit("hash", Analysis.EDGES);
    assertThat(master.status().queue().units()).isEmpty();
    assertThat(master.status().queue().bytes()).isZero();
    assertThat(master.status().queue().bound()).isPresent();
  }
}
