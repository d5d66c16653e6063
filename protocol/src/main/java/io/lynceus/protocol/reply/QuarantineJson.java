package io.lynceus.protocol.reply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.model.Analysis;
import io.lynceus.model.Quarantined;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is quarantined, or was until now, as one line of JSON. Stateless: any thread may call it.
 */
public final class QuarantineJson {
  private static final String QUARANTINED = "quarantined";
  private static final String CLEARED = "cleared";

  private QuarantineJson() {}

  /** The line about all that is quarantined, without its line feed. */
  public static String quarantined(List<Quarantined> entries) {
    return write(QUARANTINED, entries);
  }

  /** The line about what is no longer quarantined, without its line feed. */
  public static String cleared(List<Quarantined> entries) {
    return write(CLEARED, entries);
  }

  private static String write(String field, List<Quarantined> entries) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray(field);
    for (Quarantined entry : entries) {
      list.addObject()
          .put("sha256", entry.sha256())
          .put("analysis", entry.analysis().key())
          .put("since", entry.since().toString())
          .put("reason", entry.reason());
    }
    return Json.line(json);
  }

  /**
   * The entries of such a line, of either kind; unknown fields are passed over.
   *
   * @throws MalformedReplyException when it is neither
   */
  public static List<Quarantined> read(String line) throws MalformedReplyException {
    return Json.parse(
        line,
        "quarantine",
        json -> {
          List<Quarantined> entries = new ArrayList<>();
          json.required(json.has(CLEARED) ? CLEARED : QUARANTINED)
              .forEach(entry -> entries.add(entry(entry)));
          return entries;
        });
  }

  private static Quarantined entry(JsonNode json) {
    return new Quarantined(
        Json.text(json, "sha256"),
        new Analysis(Json.text(json, "analysis")),
        Instant.parse(Json.text(json, "since")),
        Json.text(json, "reason"));
  }
}
