package io.lynceus.benchmarks.rounds;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures sides in turns: one round of each, then the next round. A machine that is busy with
 * other things slows all sides of a round; only their ratios within it say something.
 */
public final class Rounds {
  private final int rounds;
  private final PrintWriter progress;

  /**
   * @param rounds at least 1
   * @param progress gets a line for each trial
   */
  public Rounds(int rounds, PrintWriter progress) {
    if (rounds < 1) {
      throw new IllegalArgumentException("there is at least 1 round");
    }
    this.rounds = rounds;
    this.progress = progress;
  }

  /**
   * Runs all rounds; every other one goes through the sides backwards.
   *
   * @throws Exception that of the first trial that fails
   */
  public Table run(List<Side> sides) throws Exception {
    Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();
    sides.forEach(side -> values.put(side.name(), new LinkedHashMap<>()));
    for (int round = 1; round <= rounds; round++) {
      List<Side> order = new ArrayList<>(sides);
      if (round % 2 == 0) {
        Collections.reverse(order);
      }
      for (Side side : order) {
        Map<String, Double> figures = side.trial().run();
        progress.printf("round %d of %d: %s %s%n", round, rounds, side.name(), figures);
        progress.flush();
        Map<String, List<Double>> ofSide = values.getOrDefault(side.name(), Map.of());
        figures.forEach(
            (name, value) -> ofSide.computeIfAbsent(name, none -> new ArrayList<>()).add(value));
      }
    }
    return new Table(series(values));
  }

  private static Map<String, Map<String, Series>> series(
      Map<String, Map<String, List<Double>>> values) {
    Map<String, Map<String, Series>> all = new LinkedHashMap<>();
    values.forEach(
        (side, figures) -> {
          Map<String, Series> series = new LinkedHashMap<>();
          figures.forEach((name, list) -> series.put(name, new Series(list)));
          all.put(side, series);
        });
    return all;
  }
}
