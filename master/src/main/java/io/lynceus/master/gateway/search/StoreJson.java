package io.lynceus.master.gateway.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.lynceus.common.SafeText;
import io.lynceus.store.CheckReport;
import io.lynceus.store.audit.AuditEntry;
import io.lynceus.store.audit.AuditHead;
import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.FoundResult;
import io.lynceus.store.result.ResultFacts;
import io.lynceus.store.result.ResultPage;
import io.lynceus.store.result.ResultSummary;
import io.lynceus.store.result.ResultSummary.LabelCount;
import io.lynceus.store.result.ResultSummary.Slice;
import io.lynceus.store.result.StoredOutcome;
import io.lynceus.store.result.SummaryQuery;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What the store answers, as one line of JSON each. Stateless: any thread may call it. */
public final class StoreJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private StoreJson() {}

  private interface Body {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static String line(Body body) {
    StringWriter text = new StringWriter(1024);
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      body.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return SafeText.ofJson(text.toString());
  }

  /** A page of results, and the cursor of the next one, or null. */
  public static String page(ResultPage page) {
    return line(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("results");
          for (FoundResult result : page.results()) {
            write(json, result);
          }
          json.writeEndArray();
          text(json, "next", page.next());
          json.writeEndObject();
        });
  }

  /** One result, as it stands in a page. */
  static String result(FoundResult result) {
    return line(json -> write(json, result));
  }

  /** One result, and who computed what. */
  public static String detail(FoundResult result) {
    return line(
        json -> {
          json.writeStartObject();
          writeFields(json, result);
          json.writeArrayFieldStart("computed");
          for (StoredOutcome outcome : result.facts().outcomes()) {
            json.writeStartObject();
            json.writeStringField("analysis", outcome.analysis());
            json.writeStringField("status", outcome.status());
            text(json, "slave", outcome.slave());
            json.writeFieldName("ms");
            if (outcome.millis().isPresent()) {
              json.writeNumber(Math.round(outcome.millis().getAsDouble() * 100) / 100.0);
            } else {
              json.writeNull();
            }
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, FoundResult result) throws IOException {
    json.writeStartObject();
    writeFields(json, result);
    json.writeEndObject();
  }

  private static void writeFields(JsonGenerator json, FoundResult result) throws IOException {
    ResultFacts facts = result.facts();
    String picture = "/v1/pictures/" + facts.image().sha256();
    json.writeStringField("id", facts.uid());
    json.writeStringField("at", time(facts.at()));
    json.writeStringField("stored", time(result.stored()));
    text(json, "picture", Optional.of(picture).filter(kept -> result.hasOriginal()));
    text(
        json,
        "thumbnail",
        Optional.of(picture + "?size=thumb").filter(kept -> result.hasThumbnail()));
    json.writeFieldName("reply");
    json.writeRawValue(UTF_8.decode(facts.reply()).toString());
  }

  /** Numbers over time; what is not known is null. */
  public static String summary(SummaryQuery query, ResultSummary summary) {
    return line(
        json -> {
          json.writeStartObject();
          json.writeStringField("by", query.by().name().toLowerCase(Locale.ROOT));
          json.writeArrayFieldStart("steps");
          for (Slice step : summary.steps()) {
            json.writeStartObject();
            json.writeStringField("start", step.start().atOffset(query.zone()).toString());
            json.writeNumberField("images", step.images());
            json.writeFieldName("covered");
            if (step.covered().isPresent()) {
              json.writeNumber(Math.round(step.covered().getAsDouble() * 1000) / 1000.0);
            } else {
              json.writeNull();
            }
            json.writeObjectFieldStart("labels");
            for (Map.Entry<String, LabelCount> label : new TreeMap<>(step.labels()).entrySet()) {
              json.writeObjectFieldStart(label.getKey());
              json.writeNumberField("images", label.getValue().images());
              json.writeNumberField("findings", label.getValue().findings());
              json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeObjectFieldStart("cameras");
          for (Map.Entry<String, Long> camera : new TreeMap<>(summary.cameras()).entrySet()) {
            json.writeNumberField(camera.getKey(), camera.getValue());
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /** How many results were erased, or would be. */
  public static String erased(long results, boolean dryRun) {
    return line(
        json -> {
          json.writeStartObject();
          json.writeNumberField("results", results);
          json.writeBooleanField("erased", !dryRun);
          json.writeEndObject();
        });
  }

  /** What a check has found. */
  public static String check(CheckReport report) {
    return line(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("sound", report.isSound());
          json.writeNumberField("results", report.results());
          json.writeNumberField("pictures", report.pictures());
          json.writeNumberField("auditEntries", report.auditEntries());
          json.writeArrayFieldStart("problems");
          for (String problem : report.problems()) {
            json.writeString(problem);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** Entries of the audit table, the number after which the next page begins, and its head. */
  public static String auditPage(
      List<AuditEntry> entries, OptionalLong next, Optional<AuditHead> head) {
    return line(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("entries");
          for (AuditEntry entry : entries) {
            json.writeStartObject();
            json.writeNumberField("number", entry.number());
            json.writeStringField("at", time(entry.at()));
            json.writeStringField("kind", entry.kind());
            json.writeStringField("body", entry.body());
            json.writeStringField("hash", entry.hash());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeFieldName("next");
          if (next.isPresent()) {
            json.writeNumber(next.getAsLong());
          } else {
            json.writeNull();
          }
          json.writeFieldName("head");
          if (head.isPresent()) {
            write(json, head.get());
          } else {
            json.writeNull();
          }
          json.writeEndObject();
        });
  }

  /** The signed head of the audit table. */
  public static String auditHead(AuditHead head) {
    return line(json -> write(json, head));
  }

  private static void write(JsonGenerator json, AuditHead head) throws IOException {
    json.writeStartObject();
    json.writeNumberField("entries", head.entries());
    json.writeStringField("hash", head.hash());
    json.writeStringField("at", head.at().toString());
    json.writeStringField("key", head.key());
    json.writeStringField("signature", head.signature());
    json.writeEndObject();
  }

  /**
   * What the audit table says of an erasure.
   *
   * @param client who has asked for it, an address
   * @param token that the client has shown, its name; empty for none
   */
  public static String audit(String client, String token, EraseCriteria criteria, long results) {
    return line(
        json -> {
          json.writeStartObject();
          json.writeStringField("client", client);
          json.writeStringField("token", token);
          text(json, "camera", criteria.camera());
          text(json, "label", criteria.label());
          text(json, "person", criteria.person());
          text(json, "from", criteria.from().map(StoreJson::time));
          text(json, "to", criteria.to().map(StoreJson::time));
          json.writeNumberField("results", results);
          json.writeEndObject();
        });
  }

  /**
   * What the audit table says of the erasure of one id.
   *
   * @param token that the client has shown, its name; empty for none
   */
  public static String audit(String client, String token, String id, long results) {
    return line(
        json -> {
          json.writeStartObject();
          json.writeStringField("client", client);
          json.writeStringField("token", token);
          json.writeStringField("id", id);
          json.writeNumberField("results", results);
          json.writeEndObject();
        });
  }

  /**
   * What the audit table says of a copy of results.
   *
   * @param token that the client has shown, its name; empty for none
   * @param what was asked for: a path and its query
   */
  public static String audit(String client, String token, String what) {
    return line(
        json -> {
          json.writeStartObject();
          json.writeStringField("client", client);
          json.writeStringField("token", token);
          json.writeStringField("what", what);
          json.writeEndObject();
        });
  }

  /** What the audit table says of something else that was done. */
  static String audit(Map<String, String> facts) {
    return line(
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, String> fact : new TreeMap<>(facts).entrySet()) {
            json.writeStringField(fact.getKey(), fact.getValue());
          }
          json.writeEndObject();
        });
  }

  private static void text(JsonGenerator json, String field, Optional<String> text)
      throws IOException {
    json.writeFieldName(field);
    if (text.isPresent()) {
      json.writeString(text.get());
    } else {
      json.writeNull();
    }
  }

  /** ISO 8601 in UTC, to the millisecond. */
  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
