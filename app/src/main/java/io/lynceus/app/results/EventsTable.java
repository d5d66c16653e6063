package io.lynceus.app.results;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.app.cli.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Events as a table, as the master gives them. */
final class EventsTable {
  private static final List<String> HEAD =
      List.of("TIME", "CAMERA", "ZONE", "WHAT", "FOR", "STATE", "SEEN");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private EventsTable() {}

  /**
   * The lines of the table.
   *
   * @param events elements of {@code events}
   * @param zone of the times that are shown
   * @param now to which events go on
   */
  static List<String> lines(List<JsonNode> events, ZoneId zone, Instant now) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    events.forEach(event -> rows.add(row(event, zone, now)));
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int width = width(rows, column);
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(width - letters(cell) + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> letters(row.get(column))).max().orElse(0);
  }

  private static int letters(String text) {
    return text.codePointCount(0, text.length());
  }

  private static List<String> row(JsonNode event, ZoneId zone, Instant now) {
    String kind = event.path("kind").asText();
    String label = Text.shown(event.path("label").asText());
    boolean ended = event.hasNonNull("ended");
    return List.of(
        time(event.path("started").asText(), zone),
        Text.shown(event.path("camera").asText()),
        event.hasNonNull("zone") ? Text.shown(event.path("zone").asText()) : "-",
        label
            + (kind.equals("count") ? " x" + event.path("count").asInt() : "")
            + " "
            + Text.shown(kind),
        length(event, ended, now),
        ended ? "over" : "there",
        event.hasNonNull("seen") ? "yes" : "no");
  }

  private static String time(String text, ZoneId zone) {
    try {
      return TIME.format(Instant.parse(text).atZone(zone));
    } catch (DateTimeParseException e) {
      return Text.shown(text);
    }
  }

  private static String length(JsonNode event, boolean ended, Instant now) {
    try {
      Instant start = Instant.parse(event.path("started").asText());
      Instant end = ended ? Instant.parse(event.path("ended").asText()) : now;
      long seconds = Math.max(0, Duration.between(start, end).toSeconds());
      return seconds < 120
          ? seconds + " s"
          : seconds < 7200
              ? seconds / 60 + " min"
              : seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    } catch (DateTimeParseException e) {
      return "-";
    }
  }
}
