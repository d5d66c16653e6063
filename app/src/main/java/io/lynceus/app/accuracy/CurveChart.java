package io.lynceus.app.accuracy;

import io.lynceus.app.accuracy.PrecisionRecall.Point;
import io.lynceus.client.report.Fragments;
import io.lynceus.client.report.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws a curve of precision over recall as SVG. */
final class CurveChart {
  private static final int LEFT = 40;
  private static final int RIGHT = 290;
  private static final int TOP = 8;
  private static final int BOTTOM = 198;

  /** More steps than this cannot be told apart. */
  private static final int MAX_STEPS = 250;

  private final Fragments fragments;

  CurveChart(Fragments fragments) {
    this.fragments = fragments;
  }

  Html markup(LabelTally.Row row) {
    HitCounts counts = row.counts();
    String ap = AccuracyResult.share(row.curve().averagePrecision());
    String text =
        "%s: AP %s; at the threshold in use precision %s, recall %s"
            .formatted(
                row.title(),
                ap,
                AccuracyResult.share(counts.precision()),
                AccuracyResult.share(counts.recall()));
    String curve = curve(steps(row.curve()));
    String area = curve.isEmpty() ? "" : curve + "V" + BOTTOM + "H" + LEFT + "Z";
    return fragments.fill(
        "chart",
        "label",
        row.title(),
        "ap",
        ap,
        "text",
        text,
        "grid",
        grid(),
        "area",
        area,
        "curve",
        curve,
        "dot",
        dot(counts));
  }

  private static List<Point> steps(PrecisionRecall curve) {
    List<Point> steps = curve.envelope();
    int stride = steps.size() / MAX_STEPS + 1;
    List<Point> some = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (i % stride == 0 || i == steps.size() - 1) {
        some.add(steps.get(i));
      }
    }
    return some;
  }

  /** The precision at a recall is the highest from there on: steps down to the right. */
  private static String curve(List<Point> steps) {
    StringBuilder path = new StringBuilder();
    for (Point step : steps) {
      path.append(
          path.isEmpty() ? "M" + LEFT + " " + y(step.precision()) : "V" + y(step.precision()));
      path.append('H').append(x(step.recall()));
    }
    return path.toString();
  }

  private Html grid() {
    List<Html> lines = new ArrayList<>();
    for (int quarter = 0; quarter <= 4; quarter++) {
      double share = quarter / 4.0;
      lines.add(
          fragments.fill(
              "grid",
              "left",
              LEFT,
              "right",
              RIGHT,
              "top",
              TOP,
              "bottom",
              BOTTOM,
              "x",
              x(share),
              "y",
              y(share),
              "yText",
              decimal(BOTTOM - share * (BOTTOM - TOP) + 4),
              "share",
              quarter % 2 == 0 ? String.valueOf(share) : ""));
    }
    return Fragments.joined(lines);
  }

  private Html dot(HitCounts counts) {
    if (counts.precision().isEmpty() || counts.recall().isEmpty()) {
      return Fragments.joined(List.of());
    }
    return fragments.fill("dot", "x", x(counts.recall().get()), "y", y(counts.precision().get()));
  }

  private static String x(double recall) {
    return decimal(LEFT + recall * (RIGHT - LEFT));
  }

  private static String y(double precision) {
    return decimal(BOTTOM - precision * (BOTTOM - TOP));
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
