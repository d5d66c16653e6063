package io.lynceus.protocol.reply;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.SceneEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Events as JSON. Stateless: any thread may call it. */
public final class EventJson {
  private EventJson() {}

  /** The fields that each event has. */
  public static ObjectNode of(SceneEvent event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", event.id());
    json.put("kind", event.kind().key());
    json.put("rule", event.rule());
    json.put("camera", event.camera().name());
    json.put("label", event.label());
    json.put("zone", event.zone().orElse(null));
    json.put("started", time(event.started()));
    json.put("last", time(event.last()));
    json.put("ended", event.ended().map(EventJson::time).orElse(null));
    json.put("count", event.count());
    json.put("quiet", event.quiet());
    BestStill best = event.best();
    ObjectNode still = json.putObject("best");
    still.put("id", best.image());
    still.put("sha256", best.sha256());
    still.put("at", time(best.at()));
    still.put("score", Math.round(best.score() * 1000) / 1000.0);
    still
        .putArray("box")
        .add(Math.round(best.box().x()))
        .add(Math.round(best.box().y()))
        .add(Math.round(best.box().width()))
        .add(Math.round(best.box().height()));
    still.put("width", best.width());
    still.put("height", best.height());
    return json;
  }

  /** A change, as one line without its line feed: {@code {"type":"new","event":{…}}}. */
  public static String line(EventChange change) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", change.type().key());
    json.set("event", of(change.event()));
    return Json.line(json);
  }

  /** ISO 8601 in UTC, to the millisecond. */
  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
