package io.lynceus.app.accuracy;

import io.lynceus.app.cli.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a result as Markdown, which people can read as it is. */
final class MarkdownTable {
  private static final int MAX_LISTED = 20;

  private final AccuracyResult result;

  MarkdownTable(AccuracyResult result) {
    this.result = result;
  }

  /** The lines, without the last line end. */
  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "labels: %s, %s"
            .formatted(result.labels().format().title(), Text.shown(result.labels().source())));
    result
        .sums()
        .models()
        .forEach(
            (analysis, models) ->
                lines.add(analysis + ": " + Text.shown(String.join(", ", models))));
    lines.add("");
    lines.addAll(table());
    lines.add("");
    lines.addAll(notes());
    return String.join(System.lineSeparator(), lines);
  }

  private List<String> table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("label", "labelled", "precision", "recall", "AP", "missed", "false alarms"));
    for (LabelTally.Row row : result.rows()) {
      String ap = AccuracyResult.share(row.curve().averagePrecision());
      rows.add(row(cell(row.title()), row.counts(), ap));
    }
    AccuracyTally.Sums sums = result.sums();
    rows.add(row("all labels", sums.total(), AccuracyResult.share(sums.meanAveragePrecision())));
    return aligned(rows);
  }

  private static List<String> row(String title, HitCounts counts, String ap) {
    return List.of(
        title,
        String.valueOf(counts.truth()),
        AccuracyResult.share(counts.precision()),
        AccuracyResult.share(counts.recall()),
        ap,
        String.valueOf(counts.missed()),
        String.valueOf(counts.falseAlarms()));
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
      lines.add(line(row, widths));
      if (lines.size() == 1) {
        lines.add(rule(widths));
      }
    }
    return lines;
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      String pad = " ".repeat(widths[i] - row.get(i).length());
      line.append(' ').append(i == 0 ? row.get(i) + pad : pad + row.get(i)).append(" |");
    }
    return line.toString();
  }

  private static String rule(int[] widths) {
    StringBuilder rule = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      rule.append("-".repeat(widths[i] + 1)).append(i == 0 ? "-|" : ":|");
    }
    return rule.toString();
  }

  /** What a name could do to a table or a terminal is taken from it. */
  private static String cell(String text) {
    return Text.shown(text).replace("\\", "\\\\").replace("|", "\\|");
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(result.pictures());
    notes.add(result.emptyPictures());
    AccuracyTally.Sums sums = result.sums();
    if (!sums.unknown().isEmpty()) {
      notes.add("labels that no network knows, not scored: " + listed(sums.unknown()));
    }
    if (!sums.unlabelled().isEmpty()) {
      notes.add("found but not among the labels, not scored: " + listed(sums.unlabelled()));
    }
    notes.add("");
    notes.addAll(rules(result.rules()));
    return notes;
  }

  static List<String> rules(AccuracyResult.Rules rules) {
    List<String> lines = new ArrayList<>();
    rules
        .time()
        .ifPresent(
            time ->
                lines.add(
                    String.format(
                        Locale.ROOT, "A look at a picture took %.0f ms.", time.toNanos() / 1e6)));
    lines.addAll(ruleLines(rules));
    return lines;
  }

  private static List<String> ruleLines(AccuracyResult.Rules rules) {
    return List.of(
        String.format(
            Locale.ROOT,
            "A finding is right that overlaps a label of its name by %.2f or more (intersection"
                + " over union); each label counts once, the best score first.",
            rules.leastOverlap()),
        "Precision and recall: at the threshold in use (%s), looked at in %s."
            .formatted(rules.thresholds(), rules.place()),
        String.format(
            Locale.ROOT,
            "AP: area under the precision-recall curve, all points interpolated, from score %.2f"
                + " on; of all labels, the mean.",
            rules.leastScore()),
        "Ignored regions (ignore, iscrowd, difficult; heights that a row does not have) are neither"
            + " missed nor false alarms.");
  }

  static String listed(Map<String, Integer> counts) {
    String listed =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(MAX_LISTED)
            .map(entry -> Text.shown(entry.getKey()) + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    int more = counts.size() - MAX_LISTED;
    return more > 0 ? listed + ", and " + more + " more" : listed;
  }
}
