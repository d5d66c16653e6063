package io.lynceus.master.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Attempts;
import io.lynceus.model.ClusterStatus.Estimate;
import io.lynceus.model.ClusterStatus.History;
import io.lynceus.model.ClusterStatus.Load;
import io.lynceus.model.ClusterStatus.Master;
import io.lynceus.model.ClusterStatus.MasterMemory;
import io.lynceus.model.ClusterStatus.Pace;
import io.lynceus.model.ClusterStatus.Queue;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.ClusterStatus.Tasks;
import io.lynceus.model.MemoryUse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizingTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @ParameterizedTest
  @CsvSource({
    // a tenth of one slave's time: a second image rarely arrives meanwhile
    "1, 0.1, 0, 2",
    "1, 0.1, 1, 1",
    // M/M/1 at half load: P(wait > t) = 0.5 e^(-0.5 t/s) = 0.05 at t = 4.6 s
    "0.5, 1, 4.6, 2",
    "0.5, 1, 4.7, 1",
    // more work than five slaves can do
    "50, 0.1, 60, 6",
    // a call centre of the textbooks: 10 erlangs, 14 agents: P(wait) = 0.174, at 15: 0.102, at 16:
    // 0.057
    "10, 1, 0, 17"
  })
  void theFewestSlavesThatKeepTheWaitAreFound(
      double rate, double service, double wait, int slaves) {
    assertThat(Sizing.slaves(rate, service, wait)).isEqualTo(slaves);
  }

  /** Compared with a simulation of the queue. */
  @Test
  void theEstimateKeepsTheWaitAndOneSlaveLessDoesNot() {
    int slaves = Sizing.slaves(8, 0.5, 0.3);
    assertThat(shareThatWaitsLonger(slaves, 8, 0.5, 0.3)).isLessThan(0.06);
    assertThat(shareThatWaitsLonger(slaves - 1, 8, 0.5, 0.3)).isGreaterThan(0.06);
  }

  @Test
  void theEstimateCountsTheSlavesThatAreReady() {
    ClusterStatus status = status(9.5, 0, slave(State.READY), slave(State.DRAINING));
    assertThat(Sizing.of(status, SECOND.multipliedBy(2)))
        .contains(new Estimate(SECOND.multipliedBy(2), 2, 1, false));
    status = status(1, 0, slave(State.READY), slave(State.READY), slave(State.READY));
    assertThat(Sizing.of(status, SECOND)).contains(new Estimate(SECOND, 1, -2, false));
  }

  @Test
  void theEstimateIsALowerBoundWhileImagesAreRefused() {
    assertThat(Sizing.of(status(1, 0.1, slave(State.READY)), SECOND).orElseThrow().atLeast())
        .isTrue();
  }

  @Test
  void withoutAMeasurementThereIsNoEstimate() {
    assertThat(Sizing.of(status(0, 0, slave(State.READY)), SECOND)).isEmpty();
    assertThat(Sizing.of(status(1, 0), SECOND)).isEmpty();
    assertThat(Sizing.of(status(1, 0, slave(State.SUSPECT)), SECOND)).isEmpty();
  }

  private static double shareThatWaitsLonger(int n, double rate, double service, double wait) {
    Random random = new Random(7);
    double[] freeAt = new double[n];
    double now = 0;
    int longer = 0;
    int images = 200_000;
    for (int i = 0; i < images; i++) {
      now += -Math.log(1 - random.nextDouble()) / rate;
      int first = 0;
      for (int slave = 1; slave < n; slave++) {
        first = freeAt[slave] < freeAt[first] ? slave : first;
      }
      double start = Math.max(now, freeAt[first]);
      longer += start - now > wait ? 1 : 0;
      freeAt[first] = start - service * Math.log(1 - random.nextDouble());
    }
    return (double) longer / images;
  }

  /** Images that each take 0.1 s of a slave with three threads. */
  private static ClusterStatus status(double rate, double busy, Slave... slaves) {
    return new ClusterStatus(
        new Master("1", SECOND, MasterMemory.NONE),
        new Tasks(0, 0, 0, 0, 0),
        Attempts.NONE,
        Queue.EMPTY,
        new Load(rate, busy, Duration.ofMillis(300)),
        List.of(slaves));
  }

  private static Slave slave(State state) {
    return new Slave("s", "a:1", "1", state, 3, 0, 0, Pace.UNKNOWN, History.NONE, MemoryUse.NONE);
  }
}
