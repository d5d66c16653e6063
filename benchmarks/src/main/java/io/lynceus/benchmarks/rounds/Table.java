package io.lynceus.benchmarks.rounds;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of all sides in all rounds.
 *
 * @param sides by the side's name, then the figure's, in the order of measuring; every series has
 *     one value per round
 */
public record Table(Map<String, Map<String, Series>> sides) {

  /** One figure of one side; empty when not measured. */
  public Optional<Series> series(String side, String figure) {
    return Optional.ofNullable(sides.getOrDefault(side, Map.of()).get(figure));
  }

  /**
   * One side's figure divided by another's, round by round, so that a slow round cancels out. Empty
   * when one of them was not measured.
   */
  public Optional<Series> ratio(String figure, String side, String other) {
    Optional<Series> above = series(side, figure);
    Optional<Series> below = series(other, figure);
    if (above.isEmpty() || below.isEmpty()) {
      return Optional.empty();
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < above.get().values().size(); i++) {
      ratios.add(above.get().values().get(i) / below.get().values().get(i));
    }
    return Optional.of(new Series(ratios));
  }

  /** The table in Markdown: a row per side, a column per figure, medians with their spreads. */
  public String toMarkdown() {
    List<String> figures =
        sides.values().stream().flatMap(f -> f.keySet().stream()).distinct().toList();
    StringBuilder text = new StringBuilder("| |");
    figures.forEach(figure -> text.append(' ').append(figure).append(" |"));
    text.append("\n|---|").append("---|".repeat(figures.size())).append('\n');
    sides.forEach(
        (side, series) -> {
          text.append("| ").append(side).append(" |");
          for (String figure : figures) {
            text.append(' ')
                .append(Optional.ofNullable(series.get(figure)).map(Series::toString).orElse("–"))
                .append(" |");
          }
          text.append('\n');
        });
    return text.toString();
  }

  /** The JSON that {@link ResultFile} writes: side, figure, and the values of all rounds. */
  Map<String, Map<String, List<Double>>> toJson() {
    Map<String, Map<String, List<Double>>> json = new LinkedHashMap<>();
    sides.forEach(
        (side, series) -> {
          Map<String, List<Double>> values = new LinkedHashMap<>();
          series.forEach((figure, all) -> values.put(figure, all.values()));
          json.put(side, values);
        });
    return json;
  }
}
