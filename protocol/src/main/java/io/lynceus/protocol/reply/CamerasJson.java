package io.lynceus.protocol.reply;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.model.Point;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.StillTime;
import io.lynceus.model.Reply.TimeSource;
import io.lynceus.model.cameras.CameraHealth;
import io.lynceus.model.cameras.ClusterCameras;
import io.lynceus.model.cameras.ClusterCameras.Entry;
import io.lynceus.model.cameras.ClusterCameras.Fetching;
import io.lynceus.model.cameras.ClusterCameras.Filter;
import io.lynceus.model.cameras.ClusterCameras.LastStill;
import io.lynceus.model.cameras.ClusterCameras.Mask;
import io.lynceus.model.cameras.ClusterCameras.Rules;
import io.lynceus.model.cameras.ClusterCameras.SettingsFile;
import io.lynceus.model.cameras.ClusterCameras.Source;
import io.lynceus.model.cameras.ClusterCameras.State;
import io.lynceus.model.cameras.ClusterCameras.Zone;
import io.lynceus.model.cameras.HealthState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * {@link ClusterCameras} as one line of JSON. What is not known is null. Stateless: any thread may
 * call it.
 */
public final class CamerasJson {
  private static final int PLACE_DECIMALS = 4;
  private static final int BOUND_DECIMALS = 6;

  private CamerasJson() {}

  /** The line, without its line feed. */
  public static String write(ClusterCameras known) {
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("camerasOnly", known.only());
          json.writeObjectFieldStart("settings");
          text(json, "file", known.settings().path());
          text(json, "readAt", known.settings().readAt().map(Instant::toString));
          text(json, "refused", known.settings().refused());
          json.writeEndObject();
          json.writeArrayFieldStart("cameras");
          for (Entry camera : known.cameras()) {
            write(json, camera);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Entry camera) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", camera.name());
    json.writeStringField("title", camera.title());
    json.writeBooleanField("described", camera.described());
    json.writeStringField("state", Json.key(camera.state()));
    json.writeObjectFieldStart("health");
    json.writeStringField("state", camera.health().state().key());
    text(json, "since", camera.health().since().map(Instant::toString));
    json.writeStringField("reason", camera.health().reason());
    json.writeEndObject();
    millis(json, "expectEveryMs", camera.expectEvery());
    json.writeNumberField("stills", camera.stills());
    json.writeFieldName("last");
    if (camera.last().isPresent()) {
      write(json, camera.last().get());
    } else {
      json.writeNull();
    }
    json.writeObjectFieldStart("source");
    json.writeStringField("kind", camera.source().kind());
    text(json, "state", camera.source().state());
    text(json, "message", camera.source().message());
    if (camera.source().fetching().isPresent()) {
      write(json, camera.source().fetching().get());
    }
    json.writeEndObject();
    write(json, camera.rules());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Fetching now) throws IOException {
    json.writeStringField("since", now.since().toString());
    text(json, "lastStill", now.lastStill().map(Instant::toString));
    json.writeNumberField("failures", now.failures());
    text(json, "nextTry", now.nextTry().map(Instant::toString));
  }

  private static void write(JsonGenerator json, LastStill last) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", last.id());
    text(json, "time", last.time().map(time -> Json.time(time.time())));
    text(json, "timeFrom", last.time().map(time -> Json.key(time.from())));
    json.writeNumberField("ageMs", last.age().toMillis());
    json.writeStringField("status", Json.key(last.status()));
    json.writeFieldName("counts");
    ReplyJson.writeCounts(json, last.counts());
    json.writeFieldName("zones");
    ReplyJson.writeZones(json, last.zones());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Rules rules) throws IOException {
    json.writeArrayFieldStart("zones");
    for (Zone zone : rules.zones()) {
      json.writeStartObject();
      json.writeStringField("name", zone.name());
      json.writeStringField("title", zone.title());
      polygon(json, zone.polygon());
      json.writeStringField("anchor", zone.anchor());
      if (zone.overlap().isPresent()) {
        json.writeFieldName("overlap");
        Json.decimals(json, zone.overlap().getAsDouble(), BOUND_DECIMALS);
      }
      labels(json, zone.labels());
      json.writeNumberField("minStills", zone.minStills());
      json.writeNumberField("loiterMs", zone.loiter().toMillis());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("masks");
    for (Mask mask : rules.masks()) {
      json.writeStartObject();
      json.writeStringField("name", mask.name());
      polygon(json, mask.polygon());
      labels(json, mask.labels());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("filters");
    for (Filter filter : rules.filters()) {
      json.writeObjectFieldStart(filter.label());
      for (Map.Entry<String, Double> bound : filter.bounds().entrySet()) {
        json.writeFieldName(bound.getKey());
        Json.decimals(json, bound.getValue(), BOUND_DECIMALS);
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void polygon(JsonGenerator json, List<Point> points) throws IOException {
    json.writeArrayFieldStart("polygon");
    for (Point point : points) {
      json.writeStartArray();
      Json.decimals(json, point.x(), PLACE_DECIMALS);
      Json.decimals(json, point.y(), PLACE_DECIMALS);
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static void labels(JsonGenerator json, List<String> labels) throws IOException {
    json.writeArrayFieldStart("labels");
    for (String label : labels) {
      json.writeString(label);
    }
    json.writeEndArray();
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

  private static void millis(JsonGenerator json, String field, Optional<Duration> value)
      throws IOException {
    json.writeFieldName(field);
    if (value.isPresent()) {
      json.writeNumber(value.get().toMillis());
    } else {
      json.writeNull();
    }
  }

  /**
   * What such a line says. Unknown fields are passed over.
   *
   * @throws MalformedReplyException when it is not such a line
   */
  public static ClusterCameras read(String line) throws MalformedReplyException {
    return Json.parse(
        line,
        "list of cameras",
        json -> {
          JsonNode settings = json.required("settings");
          return new ClusterCameras(
              json.required("camerasOnly").asBoolean(),
              new SettingsFile(
                  text(settings, "file"),
                  text(settings, "readAt").map(Instant::parse),
                  text(settings, "refused")),
              list(json.required("cameras"), CamerasJson::entry));
        });
  }

  private static Entry entry(JsonNode json) {
    JsonNode source = json.required("source");
    return new Entry(
        Json.text(json, "name"),
        Json.text(json, "title"),
        json.required("described").asBoolean(),
        Json.constant(State.class, Json.text(json, "state")),
        json.hasNonNull("expectEveryMs")
            ? Optional.of(Duration.ofMillis(Json.count(json, "expectEveryMs")))
            : Optional.empty(),
        Json.count(json, "stills"),
        json.hasNonNull("last") ? Optional.of(last(json.required("last"))) : Optional.empty(),
        new Source(
            Json.text(source, "kind"),
            text(source, "state"),
            text(source, "message"),
            fetching(source)),
        new Rules(
            list(json.required("zones"), CamerasJson::zone),
            list(json.required("masks"), CamerasJson::mask),
            filters(json.required("filters"))),
        health(json.path("health")));
  }

  /** Older masters say nothing of it, and newer ones may know other states. */
  private static CameraHealth health(JsonNode json) {
    return HealthState.of(json.path("state").asText())
        .map(
            state ->
                new CameraHealth(
                    state, text(json, "since").map(Instant::parse), Json.text(json, "reason", "")))
        .orElse(CameraHealth.UNKNOWN);
  }

  private static Optional<Fetching> fetching(JsonNode source) {
    return text(source, "since")
        .map(
            since ->
                new Fetching(
                    Instant.parse(since),
                    text(source, "lastStill").map(Instant::parse),
                    (int) Json.count(source, "failures"),
                    text(source, "nextTry").map(Instant::parse)));
  }

  private static LastStill last(JsonNode json) {
    return new LastStill(
        Json.text(json, "id"),
        text(json, "time")
            .map(
                time ->
                    new StillTime(
                        OffsetDateTime.parse(time),
                        Json.constant(TimeSource.class, Json.text(json, "timeFrom")))),
        Duration.ofMillis(Json.count(json, "ageMs")),
        Json.constant(Reply.Status.class, Json.text(json, "status")),
        ReplyReader.counts(json.required("counts")),
        ReplyReader.zones(json.required("zones")));
  }

  private static Zone zone(JsonNode json) {
    return new Zone(
        Json.text(json, "name"),
        Json.text(json, "title"),
        list(json.required("polygon"), CamerasJson::point),
        Json.text(json, "anchor"),
        json.hasNonNull("overlap")
            ? OptionalDouble.of(Json.number(json.required("overlap")))
            : OptionalDouble.empty(),
        list(json.required("labels"), JsonNode::asText),
        json.required("minStills").asInt(),
        Duration.ofMillis(json.required("loiterMs").asLong()));
  }

  private static Mask mask(JsonNode json) {
    return new Mask(
        Json.text(json, "name"),
        list(json.required("polygon"), CamerasJson::point),
        list(json.required("labels"), JsonNode::asText));
  }

  private static List<Filter> filters(JsonNode json) {
    List<Filter> filters = new ArrayList<>();
    json.properties()
        .forEach(
            filter -> {
              Map<String, Double> bounds = new LinkedHashMap<>();
              filter
                  .getValue()
                  .properties()
                  .forEach(bound -> bounds.put(bound.getKey(), Json.number(bound.getValue())));
              filters.add(new Filter(filter.getKey(), bounds));
            });
    return filters;
  }

  private static Point point(JsonNode json) {
    return new Point((float) Json.number(json.required(0)), (float) Json.number(json.required(1)));
  }

  private static Optional<String> text(JsonNode json, String field) {
    return json.hasNonNull(field) ? Optional.of(Json.text(json, field)) : Optional.empty();
  }

  private static <T> List<T> list(JsonNode json, Function<JsonNode, T> element) {
    List<T> list = new ArrayList<>();
    json.forEach(node -> list.add(element.apply(node)));
    return list;
  }
}
