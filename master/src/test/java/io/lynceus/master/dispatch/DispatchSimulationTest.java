package io.lynceus.master.dispatch;

import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every task gets exactly one reply and no slot leaks, whatever slaves and clients do.
 *
 * <p>{@code -Dsimulation.seeds=1000000} runs more schedules; the gate runs 10,000. {@code
 * -Dsimulation.seed=17} runs that one and prints a line for each event, as {@code docs/dispatch.md}
 * explains.
 */
class DispatchSimulationTest {

  @Test
  void everyTaskGetsExactlyOneReplyAndNoSlotLeaks() {
    Long only = Long.getLong("simulation.seed");
    if (only != null) {
      run(only, System.out::println);
    } else {
      LongStream.range(0, Long.getLong("simulation.seeds", 1_000)).forEach(seed -> run(seed, null));
    }
  }

  private static void run(long seed, @Nullable Consumer<String> lines) {
    try {
      new Simulation(seed, lines).run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }
}
