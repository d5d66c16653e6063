package io.lynceus.protocol.reply;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Attempts;
import io.lynceus.model.ClusterStatus.BrokerUse;
import io.lynceus.model.ClusterStatus.Confined;
import io.lynceus.model.ClusterStatus.Estimate;
import io.lynceus.model.ClusterStatus.History;
import io.lynceus.model.ClusterStatus.Load;
import io.lynceus.model.ClusterStatus.Master;
import io.lynceus.model.ClusterStatus.MasterMemory;
import io.lynceus.model.ClusterStatus.Pace;
import io.lynceus.model.ClusterStatus.PassedOver;
import io.lynceus.model.ClusterStatus.Queue;
import io.lynceus.model.ClusterStatus.QueueBound;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.StoreUse;
import io.lynceus.model.ClusterStatus.Tasks;
import io.lynceus.model.ClusterStatus.WebhookUse;
import io.lynceus.model.MemoryUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads what {@link StatusJson} writes, and what older masters have written. */
final class StatusReader {
  private StatusReader() {}

  static ClusterStatus status(JsonNode json) {
    JsonNode tasks = json.required("tasks");
    List<Slave> slaves = new ArrayList<>();
    json.required("slaves").forEach(slave -> slaves.add(slave(slave)));
    return new ClusterStatus(
        new Master(
            Json.text(json, "version"),
            Duration.ofMillis(Json.count(json, "uptimeMs")),
            part(json, "memory", StatusReader::masterMemory, MasterMemory.NONE),
            part(json, "passedOver", StatusReader::passedOver, PassedOver.NONE),
            part(json, "store", it -> Optional.of(store(it)), Optional.empty()),
            part(json, "mqtt", it -> Optional.of(mqtt(it)), Optional.empty()),
            part(json, "webhooks", StatusReader::webhooks, List.of())),
        new Tasks(
            Json.count(tasks, "waiting"),
            Json.count(tasks, "running"),
            Json.count(tasks, "complete"),
            Json.count(tasks, "partial"),
            Json.count(tasks, "rejected")),
        part(json, "attempts", StatusReader::attempts, Attempts.NONE),
        part(json, "line", StatusReader::queue, Queue.EMPTY),
        part(json, "load", StatusReader::load, Load.NONE),
        part(json, "estimate", it -> Optional.of(estimate(it)), Optional.empty()),
        slaves);
  }

  private static <T> T part(
      JsonNode json, String field, Function<JsonNode, T> form, T whenMissing) {
    return json.hasNonNull(field) ? form.apply(json.required(field)) : whenMissing;
  }

  private static MasterMemory masterMemory(JsonNode json) {
    return new MasterMemory(
        Json.count(json, "residentBytes"),
        Json.count(json, "heapBytes"),
        Json.count(json, "heapBoundBytes"),
        Json.count(json, "heldBytes"),
        Json.count(json, "heldBoundBytes"));
  }

  private static PassedOver passedOver(JsonNode json) {
    return new PassedOver(Json.count(json, "images"), Json.count(json, "bytes"));
  }

  private static StoreUse store(JsonNode json) {
    return new StoreUse(
        Json.text(json, "state"),
        json.hasNonNull("problem") ? Optional.of(Json.text(json, "problem")) : Optional.empty(),
        countIfKnown(json, "results"),
        countIfKnown(json, "bytes"),
        Json.count(json, "dropped"),
        Json.smallCount(json, "waiting"));
  }

  private static BrokerUse mqtt(JsonNode json) {
    return new BrokerUse(
        Json.text(json, "state"),
        json.hasNonNull("problem") ? Optional.of(Json.text(json, "problem")) : Optional.empty(),
        Json.smallCount(json, "pending"),
        Json.count(json, "refused"));
  }

  private static List<WebhookUse> webhooks(JsonNode json) {
    List<WebhookUse> webhooks = new ArrayList<>();
    json.forEach(
        each ->
            webhooks.add(
                new WebhookUse(
                    Json.text(each, "name"),
                    Json.text(each, "state"),
                    each.hasNonNull("problem")
                        ? Optional.of(Json.text(each, "problem"))
                        : Optional.empty(),
                    countIfKnown(each, "pending"),
                    countIfKnown(each, "dead"))));
    return webhooks;
  }

  private static OptionalLong countIfKnown(JsonNode json, String field) {
    return json.hasNonNull(field) ? OptionalLong.of(Json.count(json, field)) : OptionalLong.empty();
  }

  private static Attempts attempts(JsonNode json) {
    return new Attempts(
        Json.count(json, "given"),
        Json.count(json, "again"),
        Json.count(json, "speculative"),
        Json.count(json, "wasted"),
        json.has("confined")
            ? new Confined(Json.count(json, "confined"), Json.count(json, "confinedDied"))
            : Confined.NONE,
        Json.millis(json, "againLongestMs"),
        Json.millis(json, "againLastMs"));
  }

  private static Queue queue(JsonNode json) {
    Map<Analysis, Integer> units = new TreeMap<>();
    numbers(json.required("units")).forEach((analysis, n) -> units.put(analysis, n.intValue()));
    Optional<QueueBound> bound =
        json.has("mostImages")
            ? Optional.of(
                new QueueBound(Json.count(json, "mostImages"), Json.count(json, "mostBytes")))
            : Optional.empty();
    return new Queue(Json.count(json, "bytes"), Json.millis(json, "oldestMs"), units, bound);
  }

  private static Load load(JsonNode json) {
    return new Load(
        Json.number(json.required("imagesPerSecond")),
        Json.number(json.required("busyPerSecond")),
        Json.millis(json, "workMsPerImage"));
  }

  private static Estimate estimate(JsonNode json) {
    return new Estimate(
        Json.millis(json, "waitMs"),
        Json.smallCount(json, "slaves"),
        json.required("more").asInt(),
        json.required("atLeast").asBoolean());
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
        part(json, "pace", StatusReader::pace, Pace.UNKNOWN),
        part(json, "history", StatusReader::history, History.NONE),
        part(json, "memory", StatusReader::memory, MemoryUse.NONE),
        json.has("heardMs") ? Optional.of(Json.millis(json, "heardMs")) : Optional.empty());
  }

  private static Pace pace(JsonNode json) {
    OptionalDouble slowness =
        json.hasNonNull("slowness")
            ? OptionalDouble.of(Json.number(json.required("slowness")))
            : OptionalDouble.empty();
    return new Pace(numbers(json.required("msPerMegapixel")), slowness);
  }

  private static History history(JsonNode json) {
    return new History(
        Json.count(json, "joined"),
        Json.count(json, "lost"),
        Json.count(json, "silent"),
        Json.count(json, "failed"),
        Json.count(json, "tookTooLong"));
  }

  private static MemoryUse memory(JsonNode json) {
    return new MemoryUse(
        Json.smallCount(json, "heldImages"),
        Json.count(json, "heldBytes"),
        Json.count(json, "pictureBytes"),
        Json.count(json, "residentBytes"),
        Json.count(json, "boundBytes"));
  }

  /** By analysis; what cannot be the key of one is passed over. */
  private static Map<Analysis, Double> numbers(JsonNode json) {
    Map<Analysis, Double> numbers = new TreeMap<>();
    json.properties()
        .forEach(
            field ->
                Analysis.ofKey(field.getKey())
                    .ifPresent(analysis -> numbers.put(analysis, Json.number(field.getValue()))));
    return numbers;
  }
}
