package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.DispatchConfig.Retries;
import io.lynceus.model.ClusterStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Master, slaves or all stand still while they work, on equal pictures or different ones: every
 * image is complete, and no picture is blamed.
 */
@Tag("gate")
@Tag("simulation")
class PausesSimulationTest {
  private static final int SEEDS = Simulation.seeds(40);
  private static final int IMAGES = 60;
  private static final int SLAVES = 3;
  private static final Duration BEFORE = Duration.ofMillis(1_500);

  private enum Paused {
    MASTER,
    SLAVES,
    ALL
  }

  static Stream<Arguments> pauses() {
    return Stream.of(Paused.values())
        .flatMap(
            paused ->
                Stream.of(1, 12, 60)
                    .flatMap(
                        seconds ->
                            Stream.of(true, false)
                                .map(equal -> Arguments.of(paused, seconds, equal))));
  }

  @ParameterizedTest
  @MethodSource("pauses")
  void aPauseLosesNoImageAndPoisonsNone(Paused paused, int seconds, boolean equalPictures) {
    for (long seed = 0; seed < SEEDS; seed++) {
      Simulation simulation = new Simulation(seed, patient(), false, equalPictures);
      run(simulation, paused, Duration.ofSeconds(seconds), seed % 2 == 0);
      ClusterStatus status = simulation.status();
      assertThat(simulation.ledger().outstanding()).as("seed %d", seed).isZero();
      assertThat(simulation.ledger().children()).as("seed %d", seed).isEmpty();
      assertThat(status.tasks().partial()).as("seed %d", seed).isZero();
      if (paused != Paused.SLAVES) {
        assertThat(simulation.suspected()).as("seed %d: suspected", seed).isZero();
        assertThat(status.attempts().confined().given()).as("seed %d: confined", seed).isZero();
      }
    }
  }

  private static void run(Simulation simulation, Paused paused, Duration time, boolean readFirst) {
    List<SimulatedSlave> slaves = Stream.generate(simulation::newSlave).limit(SLAVES).toList();
    for (int image = 0; image < IMAGES; image++) {
      simulation.clients().submit(image, BEFORE.multipliedBy(2));
    }
    simulation.run(BEFORE);
    if (paused != Paused.SLAVES) {
      simulation.pauseMaster(time);
    }
    if (paused != Paused.MASTER) {
      slaves.forEach(slave -> slave.freeze(time, readFirst));
    }
    simulation.run(time.plusSeconds(20));
  }

  /** Only the pause may cost anything. */
  private static DispatchConfig patient() {
    DispatchConfig defaults = MasterDefaults.DISPATCH;
    Retries retries = defaults.retries();
    return new DispatchConfig(
        new DispatchConfig.Replies(Duration.ofMinutes(5), 0.1),
        new Retries(
            retries.attempts(),
            retries.attemptTime(),
            Duration.ofMinutes(2),
            retries.speculation()),
        defaults.waiting(),
        Simulation.PREFETCH,
        defaults.remembered(),
        defaults.liveness());
  }
}
