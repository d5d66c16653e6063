package io.lynceus.master.gateway.search;

import io.lynceus.store.result.FoundResult;
import io.lynceus.store.result.ResultFacts;
import io.lynceus.store.result.StoredFinding;
import io.lynceus.store.result.StoredOutcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Results as lines of CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an
 * apostrophe in front. Stateless: any thread may call it.
 */
final class ResultCsv {
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "time",
          "time_from",
          "camera",
          "name",
          "status",
          "found",
          "unknown",
          "format",
          "width",
          "height",
          "bytes",
          "sha256");
  private static final String FORMULA_STARTS = "=+-@\t\r";

  private ResultCsv() {}

  /** The names of the columns. */
  static String head() {
    return String.join(",", COLUMNS) + "\r\n";
  }

  /**
   * One result. {@code found} has what counts, by label; {@code unknown} the analyses without a
   * result, whose findings are not known.
   */
  static String line(FoundResult result) {
    ResultFacts facts = result.facts();
    ResultFacts.StoredImage image = facts.image();
    return List.of(
                facts.uid(),
                StoreJson.time(facts.at()),
                facts.timeFrom(),
                facts.camera().orElse(""),
                facts.name().orElse(""),
                facts.status(),
                found(facts),
                unknown(facts),
                image.format(),
                Integer.toString(image.width()),
                Integer.toString(image.height()),
                Long.toString(image.bytes()),
                image.sha256())
            .stream()
            .map(ResultCsv::quoted)
            .collect(Collectors.joining(","))
        + "\r\n";
  }

  private static String found(ResultFacts facts) {
    Map<String, Long> counts =
        facts.findings().stream()
            .filter(StoredFinding::counts)
            .collect(
                Collectors.groupingBy(StoredFinding::label, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(count -> count.getKey() + " " + count.getValue())
        .collect(Collectors.joining("; "));
  }

  private static String unknown(ResultFacts facts) {
    return facts.outcomes().stream()
        .filter(outcome -> !outcome.isOk())
        .map(StoredOutcome::analysis)
        .collect(Collectors.joining("; "));
  }

  /** A field of a line. */
  static String quoted(String text) {
    String harmless =
        !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean plain =
        harmless.chars().noneMatch(letter -> letter == ',' || letter == '"' || letter < ' ');
    return plain ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
  }
}
