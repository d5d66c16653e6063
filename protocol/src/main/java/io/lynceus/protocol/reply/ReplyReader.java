package io.lynceus.protocol.reply;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.model.Analysis;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.StillTime;
import io.lynceus.model.Reply.TimeSource;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.Reply.ZoneCounts;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.LevelRange;
import io.lynceus.model.image.PictureCondition;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes a reply of its parsed JSON; throws an unchecked exception where that has not its form. */
final class ReplyReader {
  private ReplyReader() {}

  static NumberedReply read(JsonNode json) {
    return new NumberedReply(Json.count(json, "seq"), reply(json));
  }

  private static Reply reply(JsonNode json) {
    Status status = Json.constant(Status.class, Json.text(json, "status"));
    return new Reply(
        Json.text(json, "id", ""),
        optional(json, "name", JsonNode::textValue),
        status,
        status == Status.REJECTED ? Optional.of(rejection(json)) : Optional.empty(),
        optional(json, "image", ReplyReader::image),
        new StillInfo(
            optional(json, "camera", camera -> new Camera(camera.textValue())),
            optional(json, "time", time -> stillTime(json))),
        new Results(
            counts(json.path("counts")),
            byAnalysis(json.path("analyses"), ReplyReader::unitReply),
            zones(json.path("zones"))),
        optional(json, "timing", ReplyReader::timing));
  }

  private static StillTime stillTime(JsonNode json) {
    return new StillTime(
        OffsetDateTime.parse(Json.text(json, "time")),
        Json.constant(TimeSource.class, Json.text(json, "timeFrom")));
  }

  private static Rejection rejection(JsonNode json) {
    return new Rejection(
        RejectionCode.valueOf(Json.text(json, "code")),
        Json.text(json, "message"),
        json.hasNonNull("retryAfterMs")
            ? Optional.of(Duration.ofMillis(Json.count(json, "retryAfterMs")))
            : Optional.empty());
  }

  private static ImageInfo image(JsonNode json) {
    return new ImageInfo(
        Json.constant(ImageFormat.class, Json.text(json, "format")),
        Json.smallCount(json, "width"),
        Json.smallCount(json, "height"),
        Json.count(json, "bytes"),
        Json.text(json, "sha256"),
        condition(json));
  }

  private static PictureCondition condition(JsonNode json) {
    return new PictureCondition(
        json.path("damaged").asBoolean(false),
        optional(json, "decodedPart", Json::number),
        levels(json.path("stretched")),
        json.path("flat").asBoolean(false));
  }

  private static Optional<LevelRange> levels(JsonNode json) {
    return json.size() == 2
        ? Optional.of(new LevelRange(json.get(0).asInt(), json.get(1).asInt()))
        : Optional.empty();
  }

  static Map<String, ZoneCounts> zones(JsonNode json) {
    Map<String, ZoneCounts> zones = new LinkedHashMap<>();
    json.properties()
        .forEach(
            zone ->
                zones.put(
                    zone.getKey(),
                    zone.getValue().isNull()
                        ? ZoneCounts.UNKNOWN
                        : new ZoneCounts(Optional.of(counts(zone.getValue())))));
    return zones;
  }

  static Map<String, Optional<Integer>> counts(JsonNode json) {
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    json.properties()
        .forEach(
            count ->
                counts.put(
                    count.getKey(),
                    count.getValue().isNull()
                        ? Optional.empty()
                        : Optional.of(Json.smallCount(json, count.getKey()))));
    return counts;
  }

  private static UnitReply unitReply(JsonNode json) {
    Outcome outcome = Json.constant(Outcome.class, Json.text(json, "status"));
    return outcome == Outcome.OK
        ? UnitReply.ok(FindingsJson.read(json))
        : UnitReply.without(outcome, Json.text(json, "message"));
  }

  private static Timing timing(JsonNode json) {
    return new Timing(
        Json.millis(json, "totalMs"),
        Json.millis(json, "queueMs"),
        byAnalysis(
            json.path("units"),
            unit ->
                new UnitRun(
                    Json.millis(unit, "ms"),
                    Json.text(unit, "slave"),
                    Json.smallCount(unit, "attempts"))));
  }

  private static <T> Map<Analysis, T> byAnalysis(JsonNode json, Function<JsonNode, T> part) {
    Map<Analysis, T> parts = new TreeMap<>();
    json.properties()
        .forEach(
            field ->
                Analysis.ofKey(field.getKey())
                    .ifPresent(analysis -> parts.put(analysis, part.apply(field.getValue()))));
    return parts;
  }

  private static <T> Optional<T> optional(
      JsonNode json, String field, Function<JsonNode, T> value) {
    return json.hasNonNull(field)
        ? Optional.of(value.apply(json.required(field)))
        : Optional.empty();
  }
}
