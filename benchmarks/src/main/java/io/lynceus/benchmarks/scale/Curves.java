package io.lynceus.benchmarks.scale;

import io.lynceus.benchmarks.rounds.Series;
import io.lynceus.benchmarks.rounds.Table;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Plots the rate and the master's CPU time over the number of slaves. */
final class Curves {
  static final String RATE = "all busy: units/s";
  static final String BUSY = "all busy: master CPU µs/unit";
  static final String LITTLE = "few units: master CPU µs/unit";

  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;

  private Curves() {}

  /** Writes two charts side by side into a PNG file. */
  static void draw(Table table, List<Integer> slaves, Path file) throws IOException {
    XYChart rate = chart("units/s", table, slaves, RATE);
    rate.getStyler().setYAxisLogarithmic(true);
    XYChart cpu = chart("master CPU, µs/unit", table, slaves, BUSY, LITTLE);
    cpu.getStyler().setYAxisMin(0.0);
    BitmapEncoder.saveBitmap(List.of(rate, cpu), 1, 2, file.toString(), BitmapFormat.PNG);
  }

  private static XYChart chart(String title, Table table, List<Integer> slaves, String... figures) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .theme(ChartTheme.XChart)
            .title(title)
            .xAxisTitle("slaves")
            .build();
    chart
        .getStyler()
        .setChartBackgroundColor(Color.WHITE)
        .setLegendPosition(LegendPosition.InsideNW);
    chart.getStyler().setXAxisLogarithmic(true);
    for (String figure : figures) {
      List<Double> medians =
          slaves.stream()
              .map(number -> table.series(Scale.title(number), figure))
              .map(series -> series.map(Series::median).orElse(Double.NaN))
              .toList();
      chart.addSeries(figure, slaves, medians);
    }
    return chart;
  }
}
