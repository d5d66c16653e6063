package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptTallyTest {
  private final ManualMaster master =
      new ManualMaster(MasterDefaults.DISPATCH, QuarantineStore.NONE);

  @Test
  void statusCountsAttemptsGivenAgainAndHowLongTheyWaited() {
    ScriptedSlave doomed = master.slave("a", 1);
    master.submit("hash", Analysis.EDGES, Analysis.FACES);
    master.lose(doomed);
    master.pass(Duration.ofMillis(70));
    ScriptedSlave other = master.slave("b", 2);
    master.silence(other, Duration.ofMillis(1_900));
    master.finish(other, other.assigned().get(0));
    master.finish(other, other.assigned().get(1));

    assertThat(master.status().attempts())
        .isEqualTo(
            new ClusterStatus.Attempts(
                6,
                4,
                0,
                2,
                ClusterStatus.Confined.NONE,
                Duration.ofMillis(100),
                Duration.ofMillis(100)));
  }
}
