package io.lynceus.app.results;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.app.cli.Ink;
import io.lynceus.app.cli.Style;
import io.lynceus.app.cli.Text;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Results as a table, as the master gives them. Where it is too wide for the terminal, the columns
 * that matter least are left out, and a line below says which.
 */
final class ResultsTable {
  private static final String GAP = "  ";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  /** Names are cut to as much as there is room for, and at least to this. */
  private static final int LEAST_NAME = 12;

  private static final int LEAST_FOUND = 24;

  private enum Column {
    TIME,
    CAMERA,
    NAME,
    STATUS,
    FOUND
  }

  /** The columns that are left out when they do not fit, the first one first. */
  private static final List<Column> LEAST_WANTED = List.of(Column.STATUS, Column.NAME);

  private final List<Map<Column, String>> rows;
  private final Style style;
  private final Set<Column> shown = EnumSet.allOf(Column.class);

  private ResultsTable(List<Map<Column, String>> rows, Style style) {
    this.rows = rows;
    this.style = style;
  }

  /**
   * The lines of the table.
   *
   * @param results elements of {@code results}
   * @param zone of the times that are shown
   */
  static List<String> lines(List<JsonNode> results, Style style, ZoneId zone) {
    return new ResultsTable(results.stream().map(each -> row(each, zone)).toList(), style).lines();
  }

  private static Map<Column, String> row(JsonNode result, ZoneId zone) {
    JsonNode reply = result.path("reply");
    return Map.of(
        Column.TIME, time(result.path("at").asText(), zone),
        Column.CAMERA, cell(reply, "camera"),
        Column.NAME, cell(reply, "name"),
        Column.STATUS, cell(reply, "status"),
        Column.FOUND, found(reply.path("counts")));
  }

  private static String cell(JsonNode reply, String field) {
    return reply.hasNonNull(field) ? Text.shown(reply.path(field).asText()) : "-";
  }

  private static String time(String text, ZoneId zone) {
    try {
      return TIME.format(Instant.parse(text).atZone(zone));
    } catch (DateTimeParseException e) {
      return Text.shown(text);
    }
  }

  /** What was found, and what is not known. */
  private static String found(JsonNode counts) {
    List<String> found = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    counts
        .properties()
        .forEach(
            count -> {
              String label = Text.shown(count.getKey());
              if (count.getValue().isNull()) {
                unknown.add(label + " unknown");
              } else if (count.getValue().asLong() > 0) {
                found.add(label + " " + count.getValue().asLong());
              }
            });
    found.addAll(unknown);
    return found.isEmpty() ? "nothing" : String.join(", ", found);
  }

  private List<String> lines() {
    List<Column> left = new ArrayList<>();
    for (Column column : LEAST_WANTED) {
      if (least() > style.columns()) {
        shown.remove(column);
        left.add(column);
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(column -> column.name(), false));
    rows.forEach(row -> lines.add(line(column -> row.getOrDefault(column, ""), true)));
    if (!left.isEmpty()) {
      String names = left.stream().sorted().map(Column::name).collect(Collectors.joining(", "));
      style
          .wrap("a wider terminal also shows " + names, 0)
          .forEach(line -> lines.add(style.paint(Ink.SOFT, line)));
    }
    return lines;
  }

  /** What the columns take if the last one is cut. */
  private int least() {
    return shown.stream()
            .mapToInt(
                column ->
                    switch (column) {
                      case FOUND -> LEAST_FOUND;
                      case NAME -> Math.min(LEAST_NAME, longest(column));
                      default -> longest(column);
                    })
            .sum()
        + GAP.length() * (shown.size() - 1);
  }

  /** The name gets half of what is left beyond the least. */
  private int width(Column column) {
    if (column != Column.NAME || style.columns() == Style.ANY) {
      return longest(column);
    }
    int spare = Math.max(0, style.columns() - least()) / 2;
    return Math.min(longest(column), LEAST_NAME + spare);
  }

  private int longest(Column column) {
    return rows.stream()
        .mapToInt(row -> letters(row.getOrDefault(column, "")))
        .reduce(column.name().length(), Math::max);
  }

  private interface Cells {
    String of(Column column);
  }

  private String line(Cells cells, boolean painted) {
    StringBuilder line = new StringBuilder();
    int before = 0;
    for (Column column : shown) {
      boolean last = column == Column.FOUND;
      int room =
          last
              ? style.columns() == Style.ANY ? Style.ANY : style.columns() - before
              : width(column);
      String text = fitted(cells.of(column), room, last);
      String cell = last ? text : text + " ".repeat(room - letters(text));
      line.append(painted ? painted(column, cell) : cell).append(last ? "" : GAP);
      before += last ? 0 : room + GAP.length();
    }
    return line.toString().stripTrailing();
  }

  /** A name that is too long loses its middle, and what was found its end. */
  private static String fitted(String text, int room, boolean end) {
    int letters = letters(text);
    if (letters <= room) {
      return text;
    }
    int kept = room - 1;
    int head = end ? kept : kept / 2;
    return text.substring(0, text.offsetByCodePoints(0, head))
        + "…"
        + text.substring(text.offsetByCodePoints(0, letters - (kept - head)));
  }

  private String painted(Column column, String cell) {
    String word = cell.strip();
    return switch (column) {
      case STATUS ->
          style.paint(word.equals("complete") ? Ink.GOOD : Ink.WARNING, word)
              + cell.substring(word.length());
      case FOUND -> cell.contains(" unknown") ? style.paint(Ink.UNKNOWN, cell) : cell;
      default -> cell;
    };
  }

  private static int letters(String text) {
    return text.codePointCount(0, text.length());
  }
}
