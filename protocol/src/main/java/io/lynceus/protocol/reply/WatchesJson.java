package io.lynceus.protocol.reply;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.model.watch.WatchKind;
import io.lynceus.model.watch.WatchRegion;
import io.lynceus.model.watch.WatchState;
import io.lynceus.model.watch.WatchStatus;
import io.lynceus.model.watch.WatchStatus.Decided;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Watches as one line of JSON. What is not known is null. Stateless: any thread may call it. */
public final class WatchesJson {
  private static final int DECIMALS = 4;

  private WatchesJson() {}

  /** The line, without its line feed. */
  public static String write(List<WatchStatus> watches) {
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("watches");
          for (WatchStatus watch : watches) {
            write(json, watch);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, WatchStatus watch) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", watch.name());
    json.writeStringField("camera", watch.camera());
    json.writeStringField("kind", watch.kind().key());
    text(json, "label", watch.label());
    json.writeArrayFieldStart("region");
    Json.decimals(json, watch.region().x(), DECIMALS);
    Json.decimals(json, watch.region().y(), DECIMALS);
    Json.decimals(json, watch.region().width(), DECIMALS);
    Json.decimals(json, watch.region().height(), DECIMALS);
    json.writeEndArray();
    json.writeStringField("state", watch.state().key());
    json.writeFieldName("problem");
    if (watch.problem().isPresent()) {
      json.writeBoolean(watch.problem().get());
    } else {
      json.writeNull();
    }
    text(json, "since", watch.since().map(Instant::toString));
    json.writeStringField("reason", watch.reason());
    json.writeArrayFieldStart("stills");
    for (Decided still : watch.stills()) {
      json.writeStartObject();
      json.writeStringField("id", still.image());
      json.writeStringField("time", still.time().toString());
      json.writeStringField("says", still.says().key());
      json.writeFieldName("score");
      if (still.score().isPresent()) {
        Json.decimals(json, still.score().get(), DECIMALS);
      } else {
        json.writeNull();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("references", watch.references());
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String field, Optional<String> value)
      throws IOException {
    json.writeFieldName(field);
    if (value.isPresent()) {
      json.writeString(value.get());
    } else {
      json.writeNull();
    }
  }

  /**
   * What such a line says. Unknown fields are passed over.
   *
   * @throws MalformedReplyException when it is not such a line
   */
  public static List<WatchStatus> read(String line) throws MalformedReplyException {
    return Json.parse(
        line,
        "list of watches",
        json -> {
          List<WatchStatus> watches = new ArrayList<>();
          json.required("watches").forEach(each -> watches.add(watch(each)));
          return watches;
        });
  }

  private static WatchStatus watch(JsonNode json) {
    JsonNode region = json.required("region");
    List<Decided> stills = new ArrayList<>();
    json.required("stills")
        .forEach(
            still ->
                stills.add(
                    new Decided(
                        Json.text(still, "id"),
                        Instant.parse(Json.text(still, "time")),
                        Json.constant(WatchState.class, Json.text(still, "says")),
                        still.hasNonNull("score")
                            ? Optional.of(Json.number(still.required("score")))
                            : Optional.empty())));
    return new WatchStatus(
        Json.text(json, "name"),
        Json.text(json, "camera"),
        Json.constant(WatchKind.class, Json.text(json, "kind")),
        optional(json, "label"),
        new WatchRegion(
            Json.number(region.required(0)),
            Json.number(region.required(1)),
            Json.number(region.required(2)),
            Json.number(region.required(3))),
        Json.constant(WatchState.class, Json.text(json, "state")),
        optional(json, "since").map(Instant::parse),
        Json.text(json, "reason"),
        stills,
        (int) Json.count(json, "references"));
  }

  private static Optional<String> optional(JsonNode json, String field) {
    return json.hasNonNull(field) ? Optional.of(Json.text(json, field)) : Optional.empty();
  }
}
