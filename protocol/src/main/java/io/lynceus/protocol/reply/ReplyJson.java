package io.lynceus.protocol.reply;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lynceus.model.Analysis;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.Reply.ZoneCounts;
import io.lynceus.model.image.LevelRange;
import io.lynceus.model.image.PictureCondition;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link Reply} as one line of JSON.
 *
 * <p>Fields stand in the order of the record; what is absent or empty is left out. Places have at
 * most 2 decimals, scores 4, times in milliseconds 2, strengths four digits. {@code retry} follows
 * from the other fields, so it is written and not read. Stateless: any thread may call it.
 */
public final class ReplyJson {
  private ReplyJson() {}

  /**
   * The line, without its line feed. Holds no line feed inside.
   *
   * @param seq number of the image on its connection, from 1
   */
  public static String write(long seq, Reply reply) {
    return Json.line(json -> write(json, seq, reply));
  }

  /**
   * The reply of such a line. Unknown fields and analyses are passed over, so that a client can
   * talk to a newer master.
   *
   * @throws MalformedReplyException when it is not the JSON of a reply, or larger than any reply is
   */
  public static NumberedReply read(String line) throws MalformedReplyException {
    return Json.parse(line, "reply", ReplyReader::read);
  }

  private static void write(JsonGenerator json, long seq, Reply reply) throws IOException {
    json.writeStartObject();
    json.writeNumberField("seq", seq);
    if (!reply.id().isEmpty()) {
      json.writeStringField("id", reply.id());
    }
    if (reply.name().isPresent()) {
      json.writeStringField("name", reply.name().get());
    }
    json.writeStringField("status", Json.key(reply.status()));
    if (reply.rejection().isPresent()) {
      writeRejection(json, reply.rejection().get());
    }
    if (reply.isWorthRetrying()) {
      json.writeBooleanField("retry", true);
    }
    if (reply.image().isPresent()) {
      writeImage(json, reply.image().get());
    }
    writeStill(json, reply.still());
    if (reply.rejection().isEmpty()) {
      json.writeFieldName("counts");
      writeCounts(json, reply.counts());
      if (!reply.zones().isEmpty()) {
        json.writeFieldName("zones");
        writeZones(json, reply.zones());
      }
      writeAnalyses(json, reply.analyses());
    }
    if (reply.timing().isPresent()) {
      writeTiming(json, reply.timing().get());
    }
    json.writeEndObject();
  }

  private static void writeRejection(JsonGenerator json, Rejection rejection) throws IOException {
    json.writeStringField("code", rejection.code().name());
    json.writeStringField("message", rejection.message());
    if (rejection.retryAfter().isPresent()) {
      json.writeNumberField("retryAfterMs", rejection.retryAfter().get().toMillis());
    }
  }

  private static void writeImage(JsonGenerator json, ImageInfo image) throws IOException {
    json.writeObjectFieldStart("image");
    json.writeStringField("format", image.format().key());
    json.writeNumberField("width", image.width());
    json.writeNumberField("height", image.height());
    json.writeNumberField("bytes", image.bytes());
    json.writeStringField("sha256", image.sha256());
    writeCondition(json, image.condition());
    json.writeEndObject();
  }

  private static void writeCondition(JsonGenerator json, PictureCondition condition)
      throws IOException {
    if (condition.damaged()) {
      json.writeBooleanField("damaged", true);
    }
    if (condition.decodedPart().isPresent()) {
      json.writeFieldName("decodedPart"); // rounded down: 1 means that nothing is missing
      Json.decimals(json, Math.floor(condition.decodedPart().get() * 100) / 100, 2);
    }
    if (condition.stretched().isPresent()) {
      LevelRange levels = condition.stretched().get();
      json.writeFieldName("stretched");
      json.writeArray(new int[] {levels.low(), levels.high()}, 0, 2);
    }
    if (condition.flat()) {
      json.writeBooleanField("flat", true);
    }
  }

  private static void writeStill(JsonGenerator json, StillInfo still) throws IOException {
    if (still.camera().isPresent()) {
      json.writeStringField("camera", still.camera().get().name());
    }
    if (still.time().isPresent()) {
      json.writeStringField("time", Json.time(still.time().get().time()));
      json.writeStringField("timeFrom", Json.key(still.time().get().from()));
    }
  }

  static void writeZones(JsonGenerator json, Map<String, ZoneCounts> zones) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, ZoneCounts> zone : zones.entrySet()) {
      json.writeFieldName(zone.getKey());
      if (zone.getValue().counts().isPresent()) {
        writeCounts(json, zone.getValue().counts().get());
      } else {
        json.writeNull();
      }
    }
    json.writeEndObject();
  }

  static void writeCounts(JsonGenerator json, Map<String, Optional<Integer>> counts)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, Optional<Integer>> count : counts.entrySet()) {
      json.writeFieldName(count.getKey());
      if (count.getValue().isPresent()) {
        json.writeNumber(count.getValue().get());
      } else {
        json.writeNull();
      }
    }
    json.writeEndObject();
  }

  private static void writeAnalyses(JsonGenerator json, Map<Analysis, UnitReply> analyses)
      throws IOException {
    json.writeObjectFieldStart("analyses");
    for (Map.Entry<Analysis, UnitReply> analysis : analyses.entrySet()) {
      UnitReply unit = analysis.getValue();
      json.writeObjectFieldStart(analysis.getKey().key());
      json.writeStringField("status", Json.key(unit.outcome()));
      if (unit.findings().isPresent()) {
        FindingsJson.write(json, unit.findings().get());
      } else {
        json.writeStringField("message", unit.message());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void writeTiming(JsonGenerator json, Timing timing) throws IOException {
    json.writeObjectFieldStart("timing");
    Json.millis(json, "totalMs", timing.total());
    Json.millis(json, "queueMs", timing.queue());
    json.writeObjectFieldStart("units");
    for (Map.Entry<Analysis, UnitRun> unit : timing.units().entrySet()) {
      json.writeObjectFieldStart(unit.getKey().key());
      Json.millis(json, "ms", unit.getValue().time());
      json.writeStringField("slave", unit.getValue().slave());
      json.writeNumberField("attempts", unit.getValue().attempts());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
