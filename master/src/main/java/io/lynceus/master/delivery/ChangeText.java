package io.lynceus.master.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.protocol.reply.EventJson;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Changes of events as the outbox keeps them: lines of {@link EventJson}. Stateless. */
final class ChangeText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ChangeText() {}

  static String of(EventChange change) {
    return EventJson.line(change);
  }

  /**
   * Reads what {@link #of} has written; places are whole pixels then.
   *
   * @throws IllegalArgumentException for anything else
   */
  static EventChange read(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      JsonNode event = json.required("event");
      JsonNode best = event.required("best");
      JsonNode box = best.required("box");
      return new EventChange(
          EventChange.Type.valueOf(text(json, "type").toUpperCase(Locale.ROOT)),
          new SceneEvent(
              text(event, "id"),
              EventKind.of(text(event, "kind"))
                  .orElseThrow(() -> new IllegalArgumentException("no kind of event")),
              text(event, "rule"),
              new Camera(text(event, "camera")),
              text(event, "label"),
              optional(event, "zone"),
              time(event, "started"),
              time(event, "last"),
              optional(event, "ended").map(Instant::parse),
              event.required("count").intValue(),
              event.required("quiet").booleanValue(),
              new BestStill(
                  text(best, "id"),
                  text(best, "sha256"),
                  time(best, "at"),
                  best.required("score").floatValue(),
                  new Box(
                      box.required(0).intValue(),
                      box.required(1).intValue(),
                      box.required(2).intValue(),
                      box.required(3).intValue()),
                  best.required("width").intValue(),
                  best.required("height").intValue())));
    } catch (IOException | DateTimeException e) {
      throw new IllegalArgumentException("no change of an event: " + e.getMessage(), e);
    }
  }

  private static String text(JsonNode object, String key) {
    return object.required(key).textValue();
  }

  private static Optional<String> optional(JsonNode object, String key) {
    return Optional.ofNullable(object.required(key).textValue());
  }

  private static Instant time(JsonNode object, String key) {
    return Instant.parse(text(object, key));
  }
}
