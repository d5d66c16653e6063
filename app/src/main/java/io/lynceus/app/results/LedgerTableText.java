package io.lynceus.app.results;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.app.cli.Text;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of the ledger as a table, as the master gives them. */
final class LedgerTableText {
  private static final List<String> HEAD =
      List.of("AREA", "FROM", "IN", "OUT", "SEEN", "DOUBTFUL", "THERE");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private LedgerTableText() {}

  /**
   * The lines of the table.
   *
   * @param rows elements of {@code rows}
   * @param by {@code hour} or {@code day}
   * @param zone of the times that are shown
   */
  static List<String> lines(List<JsonNode> rows, String by, ZoneId zone) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(HEAD);
    for (JsonNode row : rows) {
      cells.add(
          List.of(
              Text.shown(row.path("area").asText()),
              time(row.path("from").asText(), by.equals("day"), zone),
              estimate(row.path("in")),
              estimate(row.path("out")),
              Math.round(100 * row.path("covered").asDouble()) + " %",
              Integer.toString(row.path("doubtful").asInt()),
              estimate(row.path("occupancy"))));
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : cells) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = cells.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        line.append(row.get(column)).append(" ".repeat(width - row.get(column).length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** Such as {@code 12 (9 to 16)}, and {@code 12 (9 or more)}, and {@code not known}. */
  private static String estimate(JsonNode estimate) {
    if (!estimate.isObject()) {
      return "not known";
    }
    return "%d (%d %s)"
        .formatted(
            estimate.path("count").asInt(),
            estimate.path("low").asInt(),
            estimate.hasNonNull("high") ? "to " + estimate.path("high").asInt() : "or more");
  }

  /** A day is the master's: its noon has the same date in zones less than 12 hours away. */
  private static String time(String text, boolean day, ZoneId zone) {
    try {
      Instant from = Instant.parse(text);
      return day
          ? DAY.format(from.plus(12, ChronoUnit.HOURS).atZone(zone))
          : HOUR.format(from.atZone(zone));
    } catch (DateTimeParseException e) {
      return Text.shown(text);
    }
  }
}
