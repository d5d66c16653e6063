package io.lynceus.app.paper;

import io.lynceus.app.paper.PaperResult.Times;
import io.lynceus.client.report.Fragments;
import io.lynceus.client.report.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws one figure over the number of pictures as SVG, both in powers of ten. */
final class TimesChart {
  private static final double LEFT = 46;
  private static final double RIGHT = 290;
  private static final double TOP = 10;
  private static final double BOTTOM = 190;

  private final Fragments fragments;
  private final List<Times> times;

  TimesChart(Fragments fragments, List<Times> times) {
    this.fragments = fragments;
    this.times = times;
  }

  /** A line of the chart. */
  record Line(String kind, String name, ToDoubleFunction<Times> value) {}

  /**
   * The chart.
   *
   * @param unit of the values
   * @param text says it to who does not see it
   */
  Html markup(String title, String unit, String text, List<Line> lines) {
    double[] values =
        lines.stream().flatMapToDouble(l -> times.stream().mapToDouble(l.value())).toArray();
    int low = (int) Math.floor(Math.log10(least(values)));
    int high = Math.max(low + 1, (int) Math.ceil(Math.log10(most(values))));
    List<Html> parts = new ArrayList<>();
    for (int power = low; power <= high; power++) {
      double y = y(Math.pow(10, power), low, high);
      parts.add(
          fragments.fill(
              "across",
              "y",
              decimal(y),
              "yText",
              decimal(y + 4),
              "value",
              number(Math.pow(10, power))));
    }
    for (Times row : times) {
      parts.add(fragments.fill("tick", "x", decimal(x(row.pictures())), "value", row.pictures()));
    }
    for (Line line : lines) {
      parts.add(line(line, low, high));
    }
    List<Html> keys =
        lines.stream()
            .map(line -> fragments.fill("key", "kind", line.kind(), "name", line.name()))
            .toList();
    return fragments.fill(
        "chart",
        "title",
        title,
        "unit",
        unit,
        "text",
        text,
        "parts",
        Fragments.joined(parts),
        "keys",
        Fragments.joined(keys));
  }

  private Html line(Line line, int low, int high) {
    StringBuilder path = new StringBuilder();
    List<Html> dots = new ArrayList<>();
    for (Times row : times) {
      String x = decimal(x(row.pictures()));
      String y = decimal(y(line.value().applyAsDouble(row), low, high));
      path.append(path.isEmpty() ? "M" : "L").append(x).append(' ').append(y);
      dots.add(fragments.fill("dot", "x", x, "y", y));
    }
    return fragments.fill(
        "line", "kind", line.kind(), "path", path, "dots", Fragments.joined(dots));
  }

  /** The fewest pictures far left, the most far right; a single number in the middle. */
  private double x(int pictures) {
    double first = Math.log10(times.get(0).pictures());
    double last = Math.log10(times.get(times.size() - 1).pictures());
    double part = last > first ? (Math.log10(pictures) - first) / (last - first) : 0.5;
    return LEFT + 12 + part * (RIGHT - LEFT - 24);
  }

  private static double y(double value, int low, int high) {
    return BOTTOM - (Math.log10(value) - low) / (high - low) * (BOTTOM - TOP);
  }

  private static double least(double[] values) {
    double least = Double.MAX_VALUE;
    for (double value : values) {
      least = Math.min(least, value);
    }
    return Math.max(1e-3, least);
  }

  private static double most(double[] values) {
    double most = 0;
    for (double value : values) {
      most = Math.max(most, value);
    }
    return Math.max(1e-3, most);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String number(double value) {
    return value >= 1
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.valueOf(Math.round(value * 1000) / 1000.0);
  }
}
