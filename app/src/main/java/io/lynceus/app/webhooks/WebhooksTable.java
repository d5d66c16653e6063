package io.lynceus.app.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.app.cli.Text;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Webhooks, and messages that were given up, as tables. Stateless. */
final class WebhooksTable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private WebhooksTable() {}

  /**
   * The lines about webhooks; below each one that fails, why.
   *
   * @param webhooks elements of {@code webhooks}
   */
  static List<String> webhooks(Iterable<JsonNode> webhooks) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "TO", "EVENTS", "STATE", "DELIVERED", "FAILED", "PENDING", "DEAD"));
    for (JsonNode webhook : webhooks) {
      List<String> events = new ArrayList<>();
      webhook.path("events").forEach(event -> events.add(Text.shown(event.asText())));
      rows.add(
          List.of(
              text(webhook, "name"),
              text(webhook, "to"),
              String.join(",", events),
              text(webhook, "state"),
              number(webhook, "delivered"),
              number(webhook, "failed"),
              number(webhook, "pending"),
              number(webhook, "dead")));
    }
    List<String> lines = new ArrayList<>(lines(rows));
    for (JsonNode webhook : webhooks) {
      if (webhook.hasNonNull("problem")) {
        lines.add(text(webhook, "name") + ": " + text(webhook, "problem"));
      }
    }
    return lines;
  }

  /**
   * The lines about messages that were given up.
   *
   * @param dead elements of {@code dead}
   * @param zone of the times that are shown
   */
  static List<String> dead(Iterable<JsonNode> dead, ZoneId zone) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("GIVEN UP", "WEBHOOK", "CAMERA", "WHAT", "ID", "WHY"));
    for (JsonNode message : dead) {
      JsonNode event = message.path("change").path("event");
      rows.add(
          List.of(
              time(message.path("givenUp").asText(), zone),
              text(message, "webhook"),
              text(event, "camera"),
              text(event, "label") + " " + text(event, "kind"),
              text(message, "id"),
              text(message, "why")));
    }
    return lines(rows);
  }

  private static List<String> lines(List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = rows.stream().mapToInt(each -> letters(each.get(at))).max().orElse(0);
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(width - letters(cell) + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static int letters(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String text(JsonNode object, String key) {
    String text = Text.shown(object.path(key).asText());
    return text.isEmpty() ? "-" : text;
  }

  private static String number(JsonNode object, String key) {
    return object.path(key).isNumber() ? Long.toString(object.path(key).asLong()) : "?";
  }

  private static String time(String text, ZoneId zone) {
    try {
      return TIME.format(Instant.parse(text).atZone(zone));
    } catch (DateTimeParseException e) {
      return "-";
    }
  }
}
