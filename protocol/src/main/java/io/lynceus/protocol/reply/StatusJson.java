package io.lynceus.protocol.reply;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.protocol.message.MemoryUse;
import io.lynceus.protocol.reply.ClusterStatus.Attempts;
import io.lynceus.protocol.reply.ClusterStatus.Slave;
import io.lynceus.protocol.reply.ClusterStatus.Tasks;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A {@link ClusterStatus} as one line of JSON. Stateless: any thread may call it. */
public final class StatusJson {
  private StatusJson() {}

  /** The line, without its line feed. */
  public static String write(ClusterStatus status) {
    return Json.line(json -> write(json, status));
  }

  /**
   * The status of such a line; unknown fields are passed over.
   *
   * @throws MalformedReplyException when it is not the JSON of a status
   */
  public static ClusterStatus read(String line) throws MalformedReplyException {
    return Json.parse(line, "status", StatusJson::read);
  }

  private static void write(JsonGenerator json, ClusterStatus status) throws IOException {
    json.writeStartObject();
    json.writeStringField("version", status.version());
    json.writeNumberField("uptimeMs", status.uptime().toMillis());
    json.writeObjectFieldStart("tasks");
    json.writeNumberField("waiting", status.tasks().waiting());
    json.writeNumberField("running", status.tasks().running());
    json.writeNumberField("complete", status.tasks().complete());
    json.writeNumberField("partial", status.tasks().partial());
    json.writeNumberField("rejected", status.tasks().rejected());
    json.writeEndObject();
    writeAttempts(json, status.attempts());
    json.writeArrayFieldStart("slaves");
    for (Slave slave : status.slaves()) {
      writeSlave(json, slave);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeAttempts(JsonGenerator json, Attempts attempts) throws IOException {
    json.writeObjectFieldStart("attempts");
    json.writeNumberField("given", attempts.given());
    json.writeNumberField("again", attempts.again());
    json.writeNumberField("speculative", attempts.speculative());
    json.writeNumberField("wasted", attempts.wasted());
    Json.millis(json, "againLongestMs", attempts.againLongest());
    Json.millis(json, "againLastMs", attempts.againLast());
    json.writeEndObject();
  }

  private static void writeSlave(JsonGenerator json, Slave slave) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", slave.name());
    json.writeStringField("address", slave.address());
    json.writeStringField("version", slave.version());
    json.writeStringField("state", Json.key(slave.state()));
    json.writeNumberField("slots", slave.slots());
    json.writeNumberField("busy", slave.busy());
    json.writeNumberField("unitsDone", slave.unitsDone());
    writeMemory(json, slave.memory());
    json.writeEndObject();
  }

  private static void writeMemory(JsonGenerator json, MemoryUse memory) throws IOException {
    json.writeObjectFieldStart("memory");
    json.writeNumberField("residentBytes", memory.residentBytes());
    json.writeNumberField("boundBytes", memory.boundBytes());
    json.writeNumberField("pictureBytes", memory.pictureBytes());
    json.writeNumberField("heldImages", memory.heldImages());
    json.writeNumberField("heldBytes", memory.heldBytes());
    json.writeEndObject();
  }

  private static ClusterStatus read(JsonNode json) {
    JsonNode tasks = json.required("tasks");
    List<Slave> slaves = new ArrayList<>();
    json.required("slaves").forEach(slave -> slaves.add(slave(slave)));
    return new ClusterStatus(
        Json.text(json, "version"),
        Duration.ofMillis(Json.count(json, "uptimeMs")),
        new Tasks(
            Json.count(tasks, "waiting"),
            Json.count(tasks, "running"),
            Json.count(tasks, "complete"),
            Json.count(tasks, "partial"),
            Json.count(tasks, "rejected")),
        json.hasNonNull("attempts") ? attempts(json.required("attempts")) : Attempts.NONE,
        slaves);
  }

  private static Attempts attempts(JsonNode json) {
    return new Attempts(
        Json.count(json, "given"),
        Json.count(json, "again"),
        Json.count(json, "speculative"),
        Json.count(json, "wasted"),
        Json.millis(json, "againLongestMs"),
        Json.millis(json, "againLastMs"));
  }

  private static Slave slave(JsonNode json) {
    return new Slave(
        Json.text(json, "name"),
        Json.text(json, "address"),
        Json.text(json, "version", ""),
        Json.constant(Slave.State.class, Json.text(json, "state")),
        Json.smallCount(json, "slots"),
        Json.smallCount(json, "busy"),
        Json.count(json, "unitsDone"),
        json.hasNonNull("memory") ? memory(json.required("memory")) : MemoryUse.NONE);
  }

  private static MemoryUse memory(JsonNode json) {
    return new MemoryUse(
        Json.smallCount(json, "heldImages"),
        Json.count(json, "heldBytes"),
        Json.count(json, "pictureBytes"),
        Json.count(json, "residentBytes"),
        Json.count(json, "boundBytes"));
  }
}
