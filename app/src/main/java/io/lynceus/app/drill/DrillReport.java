package io.lynceus.app.drill;

import io.lynceus.app.cli.Ink;
import io.lynceus.app.cli.Style;
import io.lynceus.cluster.LoadCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes the results of drills: a table and a verdict for people, one line of JSON for programs.
 */
final class DrillReport {
  private static final String UNKNOWN = "-";

  private final List<DrillResult> drills;

  DrillReport(List<DrillResult> drills) {
    this.drills = List.copyOf(drills);
  }

  /** True if every image of every drill got exactly one reply, in its place. */
  boolean isExact() {
    return drills.stream().allMatch(drill -> drill.count().isExact());
  }

  /** The lines, without the last line end: the verdict, PASS or FAIL, comes first. */
  String table(Style style) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("", DrillResult::fault));
    rows.add(row("one slave", DrillResult::words));
    rows.add(row("detected after", drill -> text(drill.times().detected())));
    rows.add(row("work redispatched after", drill -> text(drill.times().redispatched())));
    rows.add(row("slave back after", drill -> text(drill.times().back())));
    rows.add(row("images sent", drill -> "" + drill.count().sent()));
    rows.add(row("images with a reply", drill -> "" + drill.count().replied()));
    rows.add(row("  partial", drill -> "" + drill.count().partial()));
    rows.add(row("  rejected", drill -> "" + drill.count().rejected()));
    rows.add(row("images lost", drill -> "" + drill.count().lost()));
    rows.add(row("images doubled", drill -> "" + drill.count().doubled()));
    rows.add(row("median reply time", drill -> text(Optional.of(drill.usual()))));
    rows.add(row("slowest reply", drill -> text(Optional.of(drill.count().times().slowest()))));
    List<String> lines = new ArrayList<>(List.of(verdict(style), ""));
    lines.addAll(aligned(rows));
    lines.addAll(List.of("", "- did not happen, or could not be seen"));
    return String.join(System.lineSeparator(), lines);
  }

  private List<String> row(String head, Function<DrillResult, String> cell) {
    List<String> row = new ArrayList<>(List.of(head));
    drills.forEach(drill -> row.add(cell.apply(drill)));
    return row;
  }

  private static List<String> aligned(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(String.format("%-" + (widths[i] + 3) + "s", row.get(i)));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private String verdict(Style style) {
    if (isExact()) {
      return style.paint(Ink.GOOD, "PASS") + ": Every image got exactly one reply.";
    }
    long lost = drills.stream().mapToLong(drill -> drill.count().lost()).sum();
    long doubled = drills.stream().mapToLong(drill -> drill.count().doubled()).sum();
    long misplaced = drills.stream().mapToLong(drill -> drill.count().misplaced()).sum();
    return String.format(
        Locale.ROOT,
        "%s: %d images without a reply, %d with two, %d replies in another image's place.",
        style.paint(Ink.BAD, "FAIL"),
        lost,
        doubled,
        misplaced);
  }

  /** {@code {"exact":…,"drills":[{"fault":…}]}}; times in milliseconds, null when unknown. */
  String json() {
    String each = drills.stream().map(DrillReport::json).collect(Collectors.joining(","));
    return "{\"exact\":" + isExact() + ",\"drills\":[" + each + "]}";
  }

  private static String json(DrillResult drill) {
    LoadCount count = drill.count();
    return String.format(
        Locale.ROOT,
        "{\"fault\":\"%s\",\"detectedMs\":%s,\"redispatchedMs\":%s,\"backMs\":%s,"
            + "\"sent\":%d,\"answered\":%d,\"partial\":%d,\"rejected\":%d,"
            + "\"lost\":%d,\"doubled\":%d,\"misplaced\":%d,\"usualMs\":%s,\"slowestMs\":%s}",
        drill.fault(),
        millis(drill.times().detected()),
        millis(drill.times().redispatched()),
        millis(drill.times().back()),
        count.sent(),
        count.replied(),
        count.partial(),
        count.rejected(),
        count.lost(),
        count.doubled(),
        count.misplaced(),
        millis(Optional.of(drill.usual())),
        millis(Optional.of(count.times().slowest())));
  }

  private static String millis(Optional<Duration> time) {
    return time.map(known -> "" + known.toMillis()).orElse("null");
  }

  private static String text(Optional<Duration> time) {
    return time.map(known -> known.toMillis() + " ms").orElse(UNKNOWN);
  }
}
