package io.lynceus.master.gateway.search;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.common.SafeText;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.protocol.reply.EventJson;
import io.lynceus.store.result.EventPage;
import io.lynceus.store.result.StoredEvent;
import java.util.List;
import java.util.stream.Collectors;

/** Events of the store as JSON and as CSV. Stateless: any thread may call it. */
public final class EventLines {
  private static final List<String> COLUMNS =
      List.of(
          "id", "kind", "rule", "camera", "label", "zone", "started", "last", "ended", "count",
          "quiet", "score", "best", "seen");

  private EventLines() {}

  /** A page, and the cursor of the next one, or null. */
  public static String page(EventPage page) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode events = json.putArray("events");
    page.events().forEach(event -> events.add(json(event)));
    json.put("next", page.next().orElse(null));
    return SafeText.ofJson(json.toString());
  }

  /** One event, without a line feed. */
  public static String line(StoredEvent event) {
    return SafeText.ofJson(json(event).toString());
  }

  /** How many events were changed. */
  public static String marked(long events) {
    return JsonNodeFactory.instance.objectNode().put("events", events).toString();
  }

  private static ObjectNode json(StoredEvent stored) {
    ObjectNode json = EventJson.of(stored.event());
    String picture = "/v1/pictures/" + stored.event().best().sha256();
    ObjectNode best = (ObjectNode) json.get("best");
    best.put("picture", stored.hasOriginal() ? picture : null);
    best.put("thumbnail", stored.hasThumbnail() ? picture + "?size=thumb" : null);
    json.putNull("seen");
    stored
        .seen()
        .ifPresent(
            seen ->
                json.putObject("seen").put("at", StoreJson.time(seen.at())).put("by", seen.by()));
    return json;
  }

  /** The names of the columns of CSV. */
  static String head() {
    return String.join(",", COLUMNS) + "\r\n";
  }

  /** One event as a line of CSV (RFC 4180). */
  static String csv(StoredEvent stored) {
    SceneEvent event = stored.event();
    return List.of(
                event.id(),
                event.kind().key(),
                event.rule(),
                event.camera().name(),
                event.label(),
                event.zone().orElse(""),
                StoreJson.time(event.started()),
                StoreJson.time(event.last()),
                event.ended().map(StoreJson::time).orElse(""),
                Integer.toString(event.count()),
                Boolean.toString(event.quiet()),
                Double.toString(Math.round(event.best().score() * 1000) / 1000.0),
                event.best().image(),
                stored.seen().map(seen -> StoreJson.time(seen.at())).orElse(""))
            .stream()
            .map(ResultCsv::quoted)
            .collect(Collectors.joining(","))
        + "\r\n";
  }
}
