package io.lynceus.master.dispatch;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Every task gets exactly one reply and no slot leaks, whatever slaves and clients do.
 *
 * <p>{@code -Dsimulation.seeds=1000000} runs more schedules, {@code -Dsimulation.seed=17} that one.
 */
class DispatchSimulationTest {

  @Test
  void everyTaskGetsExactlyOneReplyAndNoSlotLeaks() {
    Long only = Long.getLong("simulation.seed");
    LongStream seeds =
        only != null
            ? LongStream.of(only)
            : LongStream.range(0, Long.getLong("simulation.seeds", 10_000));
    seeds.forEach(DispatchSimulationTest::run);
  }

  private static void run(long seed) {
    try {
      new Simulation(seed).run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }
}
