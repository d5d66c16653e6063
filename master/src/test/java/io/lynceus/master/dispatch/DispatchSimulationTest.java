package io.lynceus.master.dispatch;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every task gets exactly one reply and no slot leaks, whatever slaves and clients do.
 *
 * <p>{@code -Dsimulation.seeds=1000000} runs more schedules; the gate runs 10,000. {@code
 * -Dsimulation.seed=17} runs that one and prints a line for each event, as {@code docs/dispatch.md}
 * explains.
 */
@Tag("simulation")
class DispatchSimulationTest {

  @Test
  void everyTaskGetsExactlyOneReplyAndNoSlotLeaks() {
    Long only = Long.getLong("simulation.seed");
    LongStream seeds =
        only != null
            ? LongStream.of(only)
            : LongStream.range(0, Long.getLong("simulation.seeds", 300)).parallel();
    Consumer<String> lines = only != null ? System.out::println : null;
    // Of several that fail, always the first is told.
    seeds
        .mapToObj(seed -> failure(seed, lines))
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  private static Optional<AssertionError> failure(long seed, @Nullable Consumer<String> lines) {
    try {
      new Simulation(seed, lines).run();
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      return Optional.of(new AssertionError("seed " + seed + ": " + e.getMessage(), e));
    }
  }
}
