package io.lynceus.spark.report;

import io.lynceus.client.report.Fragments;
import io.lynceus.client.report.Html;
import io.lynceus.spark.report.TableFacts.LabelCount;
import io.lynceus.spark.report.TableFacts.LabelDays;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.SortedMap;

/** Draws what happens over time as SVG. */
final class Plots {
  private static final double BARS_WIDTH = 900;
  private static final double BARS_HEIGHT = 120;
  private static final double SPARK_WIDTH = 240;
  private static final double SPARK_HEIGHT = 22;
  private static final double LEFT = 40;
  private static final double RIGHT = 292;
  private static final double TOP = 10;
  private static final double BOTTOM = 128;

  private final Fragments fragments;
  private final DayWindow window;

  Plots(Fragments fragments, DayWindow window) {
    this.fragments = fragments;
    this.window = window;
  }

  /** A bar for each step: how many pictures there are. */
  Html pictures(SortedMap<LocalDate, Long> days) {
    long[] counts = window.pictures(days);
    long most = most(counts);
    return fragments.fill(
        "bars",
        "text",
        "%s: %s pictures, at most %d in %s"
            .formatted(span(), sum(counts), most, window.step() == 1 ? "a day" : stepText()),
        "bars",
        bars(counts, most, BARS_WIDTH, BARS_HEIGHT),
        "most",
        most,
        "first",
        window.first(),
        "last",
        window.last());
  }

  /** The same of one camera, without an axis. */
  Html spark(SortedMap<LocalDate, Long> days) {
    long[] counts = window.pictures(days);
    return fragments.fill("spark", "bars", bars(counts, most(counts), SPARK_WIDTH, SPARK_HEIGHT));
  }

  /** One day, or several. */
  String stepText() {
    return window.step() == 1 ? "one day" : window.step() + " days";
  }

  private String span() {
    return window.first() + " to " + window.last();
  }

  private static long sum(long[] counts) {
    return Arrays.stream(counts).sum();
  }

  private static long most(long[] counts) {
    return Math.max(1, Arrays.stream(counts).max().orElse(1));
  }

  /** A step without pictures has no bar; the shortest bar can be seen. */
  private static String bars(long[] counts, long most, double width, double height) {
    StringBuilder path = new StringBuilder();
    double step = width / counts.length;
    double bar = Math.max(0.7, Math.min(step * 0.85, 24));
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        double tall = Math.max(1, height * counts[i] / most);
        path.append('M').append(decimal(i * step + (step - bar) / 2)).append(' ');
        path.append(decimal(height)).append("v-").append(decimal(tall));
        path.append('h').append(decimal(bar)).append('v').append(decimal(tall)).append('z');
      }
    }
    return path.toString();
  }

  /** How many of a label a picture has, step by step; where nobody knows, there is no line. */
  Html label(LabelDays label) {
    double top = 0;
    LabelCount[] counts = new LabelCount[window.steps()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = LabelCount.sum(window.of(i, label.days()));
      top = Math.max(top, counts[i].mean().orElse(0.0));
    }
    top = top > 0 ? top : 1;
    String sum = label.sum().text();
    return fragments.fill(
        "chart",
        "label",
        label.label(),
        "sum",
        sum,
        "text",
        "%s, %s: %s; at most %s in a picture on average"
            .formatted(label.label(), span(), sum, number(top)),
        "unknown",
        unknown(counts),
        "curve",
        curve(counts, top),
        "dots",
        dots(counts, top),
        "most",
        number(top),
        "first",
        window.first(),
        "last",
        window.last());
  }

  private String curve(LabelCount[] counts, double top) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < counts.length; i++) {
      if (isKnown(counts, i) && (isKnown(counts, i - 1) || isKnown(counts, i + 1))) {
        path.append(isKnown(counts, i - 1) ? 'L' : 'M').append(point(counts, i, top));
      }
    }
    return path.toString();
  }

  /** Steps that are known between two that are not: a line has no room for them. */
  private String dots(LabelCount[] counts, double top) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < counts.length; i++) {
      if (isKnown(counts, i) && !isKnown(counts, i - 1) && !isKnown(counts, i + 1)) {
        path.append('M').append(point(counts, i, top)).append("h0");
      }
    }
    return path.toString();
  }

  private static boolean isKnown(LabelCount[] counts, int index) {
    return index >= 0 && index < counts.length && counts[index].mean().isPresent();
  }

  private String point(LabelCount[] counts, int index, double top) {
    double mean = counts[index].mean().orElseThrow();
    return decimal(x(index)) + " " + decimal(BOTTOM - (BOTTOM - TOP) * mean / top);
  }

  /** From the top, as much as the part of the pictures of which it is not known. */
  private String unknown(LabelCount[] counts) {
    StringBuilder path = new StringBuilder();
    double width = Math.max(1, (RIGHT - LEFT) / counts.length);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i].unknown() > 0) {
        double tall = Math.max(1, (BOTTOM - TOP) * counts[i].unknown() / counts[i].pictures());
        path.append('M').append(decimal(x(i) - width / 2)).append(' ').append(decimal(TOP));
        path.append('h').append(decimal(width)).append('v').append(decimal(tall));
        path.append("h-").append(decimal(width)).append('z');
      }
    }
    return path.toString();
  }

  private double x(int index) {
    return LEFT + (RIGHT - LEFT) * (index + 0.5) / window.steps();
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 1 ? "%.2f" : value < 10 ? "%.1f" : "%.0f", value);
  }
}
