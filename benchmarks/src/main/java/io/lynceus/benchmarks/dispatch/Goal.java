package io.lynceus.benchmarks.dispatch;

import io.lynceus.benchmarks.rounds.Series;
import io.lynceus.benchmarks.rounds.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One ratio that Lynceus wants to reach.
 *
 * @param name of the goal
 * @param figure that is compared
 * @param imageBytes of the shape that it is for
 * @param window of the shape that it is for
 * @param other the engine that Lynceus's figure is divided by
 * @param bound of the ratio: at least that of rates, at most that of times
 */
record Goal(String name, String figure, int imageBytes, int window, Kind other, double bound) {
  private static final List<Goal> ALL =
      List.of(
          new Goal("P3", Dispatch.RATE, 100, 16, Kind.GEARMAN, 1.0),
          new Goal("P3", Dispatch.RATE, 100, 16, Kind.FORWARDER, 0.7),
          new Goal("P3", Dispatch.RATE, 100, 16, Kind.CELERY, 20),
          new Goal("P3", Dispatch.RATE, 100, 16, Kind.DASK, 30),
          new Goal("P4", Dispatch.RATE, 254_000, 16, Kind.GEARMAN, 1.0),
          new Goal("P4", Dispatch.RATE, 254_000, 16, Kind.NATS, 2.0),
          new Goal("P5", Dispatch.P50, 100, 1, Kind.GEARMAN, 1.0));

  /** All goals of this benchmark and how each stands, as a table. */
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
        .flatMap(entry -> entry.getValue().ratio(figure, Kind.LYNCEUS.title(), other.title()));
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
