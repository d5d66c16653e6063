package io.lynceus.benchmarks.rounds;

import java.util.Map;

/**
 * One side of a comparison.
 *
 * @param name the name in tables, unique in a run
 * @param trial measures one round
 */
public record Side(String name, Trial trial) {

  /** Measures once. */
  public interface Trial {
    /**
     * Runs one round.
     *
     * @return the figures by name; names include the unit ({@code units/s}, {@code p50 ms}) and are
     *     the same in every round
     */
    Map<String, Double> run() throws Exception;
  }
}
