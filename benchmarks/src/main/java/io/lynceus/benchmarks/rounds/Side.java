package io.lynceus.benchmarks.rounds;

import java.util.Map;

/**
 * One of the things that are compared.
 *
 * @param name what it is called in tables, unique among the sides of one run
 * @param trial one round of it
 */
public record Side(String name, Trial trial) {

  /** Measures once. */
  public interface Trial {
    /**
     * Runs one round.
     *
     * @return the figures by their names, which end in their units ({@code units/s}, {@code p50
     *     ms}); the same names in every round
     */
    Map<String, Double> run() throws Exception;
  }
}
