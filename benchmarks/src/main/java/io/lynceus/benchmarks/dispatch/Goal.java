package io.lynceus.benchmarks.dispatch;

import io.lynceus.benchmarks.dispatch.Engine.Shape;
import io.lynceus.benchmarks.rounds.Series;
import io.lynceus.benchmarks.rounds.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A ratio that Lynceus is to reach.
 *
 * @param name the goal's name
 * @param figure the figure to compare
 * @param imageBytes image size of the shape
 * @param window window of the shape
 * @param other the engine that Lynceus's figure is divided by
 * @param bound the bound of the ratio: a minimum for rates, a maximum for times
 */
record Goal(
    String name, String figure, int imageBytes, int window, EngineKind other, double bound) {
  private static final List<Goal> ALL =
      List.of(
          new Goal("P3", Dispatch.RATE, 100, 16, EngineKind.GEARMAN, 1.0),
          new Goal("P3", Dispatch.RATE, 100, 16, EngineKind.FORWARDER, 0.7),
          new Goal("P4", Dispatch.RATE, 254_000, 16, EngineKind.GEARMAN, 1.0),
          new Goal("P4", Dispatch.RATE, 254_000, 16, EngineKind.NATS, 2.0),
          new Goal("P5", Dispatch.P50, 100, 1, EngineKind.GEARMAN, 1.0));

  /** All goals of this benchmark and their results, as a table. */
  static String toMarkdown(Map<Shape, Table> tables) {
    StringBuilder text =
        new StringBuilder("| goal | Lynceus ÷ | ratio | wanted | |\n|---|---|---|---|---|\n");
    for (Goal goal : ALL) {
      goal.ratio(tables).ifPresent(ratio -> text.append(goal.row(ratio)));
    }
    return text.toString();
  }

  private Optional<Series> ratio(Map<Shape, Table> tables) {
    return tables.entrySet().stream()
        .filter(entry -> entry.getKey().imageBytes() == imageBytes)
        .filter(entry -> entry.getKey().window() == window)
        .findFirst()
        .flatMap(
            entry -> entry.getValue().ratio(figure, EngineKind.LYNCEUS.title(), other.title()));
  }

  private String row(Series ratio) {
    boolean rate = figure.equals(Dispatch.RATE);
    boolean reached = rate ? ratio.median() >= bound : ratio.median() <= bound;
    return "| %s %s, %d B, window %d | %s | %s | %s %s | %s |%n"
        .formatted(
            name,
            figure,
            imageBytes,
            window,
            other.title(),
            ratio,
            rate ? "≥" : "≤",
            bound,
            reached ? "reached" : "missed");
  }
}
