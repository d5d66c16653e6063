package io.lynceus.benchmarks.rounds;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures sides in turn: each once, then the next round. On a busy machine all sides of a round
 * get slower, so only ratios within a round are meaningful.
 */
public final class Rounds {
  private final int rounds;
  private final PrintWriter progress;

  /**
   * @param rounds at least 1
   * @param progress receives a line for each trial
   */
  public Rounds(int rounds, PrintWriter progress) {
    if (rounds < 1) {
      throw new IllegalArgumentException("at least 1 round is needed");
    }
    this.rounds = rounds;
    this.progress = progress;
  }

  /**
   * Runs all rounds; every second one in reverse order.
   *
   * @throws Exception from the first trial that fails
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
