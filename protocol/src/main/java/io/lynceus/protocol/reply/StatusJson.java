package io.lynceus.protocol.reply;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Attempts;
import io.lynceus.model.ClusterStatus.BrokerUse;
import io.lynceus.model.ClusterStatus.Estimate;
import io.lynceus.model.ClusterStatus.History;
import io.lynceus.model.ClusterStatus.Load;
import io.lynceus.model.ClusterStatus.MasterMemory;
import io.lynceus.model.ClusterStatus.Pace;
import io.lynceus.model.ClusterStatus.PassedOver;
import io.lynceus.model.ClusterStatus.Queue;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.StoreUse;
import io.lynceus.model.ClusterStatus.Tasks;
import io.lynceus.model.ClusterStatus.WebhookUse;
import io.lynceus.model.MemoryUse;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A {@link ClusterStatus} as one line of JSON. Stateless: any thread may call it. */
public final class StatusJson {
  private StatusJson() {}

  /** The line, without its line feed. */
  public static String write(ClusterStatus status) {
    ObjectNode json = object();
    json.put("version", status.master().version());
    json.put("uptimeMs", status.master().uptime().toMillis());
    json.set("memory", memory(status.master().memory()));
    status.master().store().ifPresent(store -> json.set("store", store(store)));
    status.master().mqtt().ifPresent(mqtt -> json.set("mqtt", mqtt(mqtt)));
    if (!status.master().webhooks().isEmpty()) {
      ArrayNode webhooks = json.putArray("webhooks");
      status.master().webhooks().forEach(webhook -> webhooks.add(webhook(webhook)));
    }
    json.set("tasks", tasks(status.tasks()));
    json.set("passedOver", passedOver(status.master().passedOver()));
    json.set("attempts", attempts(status.attempts()));
    json.set("line", queue(status.queue()));
    json.set("load", load(status.load()));
    status.estimate().ifPresent(made -> json.set("estimate", estimate(made)));
    ArrayNode slaves = json.putArray("slaves");
    status.slaves().forEach(slave -> slaves.add(slave(slave)));
    return Json.line(json);
  }

  /**
   * The status of such a line; unknown fields are passed over.
   *
   * @throws MalformedReplyException when it is not the JSON of a status
   */
  public static ClusterStatus read(String line) throws MalformedReplyException {
    return Json.parse(line, "status", StatusReader::status);
  }

  private static ObjectNode memory(MasterMemory memory) {
    return object()
        .put("residentBytes", memory.residentBytes())
        .put("heapBytes", memory.heapBytes())
        .put("heapBoundBytes", memory.heapBoundBytes())
        .put("heldBytes", memory.heldBytes())
        .put("heldBoundBytes", memory.heldBoundBytes());
  }

  private static ObjectNode store(StoreUse store) {
    ObjectNode json = object().put("state", store.state());
    store.problem().ifPresent(problem -> json.put("problem", problem));
    json.put("results", known(store.results())).put("bytes", known(store.bytes()));
    return json.put("dropped", store.dropped()).put("waiting", store.waiting());
  }

  private static ObjectNode mqtt(BrokerUse mqtt) {
    ObjectNode json = object().put("state", mqtt.state());
    mqtt.problem().ifPresent(problem -> json.put("problem", problem));
    return json.put("pending", mqtt.pending()).put("refused", mqtt.refused());
  }

  private static ObjectNode webhook(WebhookUse webhook) {
    ObjectNode json = object().put("name", webhook.name()).put("state", webhook.state());
    webhook.problem().ifPresent(problem -> json.put("problem", problem));
    return json.put("pending", known(webhook.pending())).put("dead", known(webhook.dead()));
  }

  private static @Nullable Long known(OptionalLong count) {
    return count.isPresent() ? count.getAsLong() : null;
  }

  private static ObjectNode tasks(Tasks tasks) {
    return object()
        .put("waiting", tasks.waiting())
        .put("running", tasks.running())
        .put("complete", tasks.complete())
        .put("partial", tasks.partial())
        .put("rejected", tasks.rejected());
  }

  private static ObjectNode passedOver(PassedOver passedOver) {
    return object().put("images", passedOver.images()).put("bytes", passedOver.bytes());
  }

  private static ObjectNode attempts(Attempts attempts) {
    return object()
        .put("given", attempts.given())
        .put("again", attempts.again())
        .put("speculative", attempts.speculative())
        .put("wasted", attempts.wasted())
        .put("confined", attempts.confined().given())
        .put("confinedDied", attempts.confined().died())
        .put("againLongestMs", Json.millis(attempts.againLongest()))
        .put("againLastMs", Json.millis(attempts.againLast()));
  }

  private static ObjectNode queue(Queue queue) {
    ObjectNode json =
        object().put("bytes", queue.bytes()).put("oldestMs", Json.millis(queue.oldest()));
    json.set("units", byAnalysis(queue.units()));
    queue
        .bound()
        .ifPresent(bound -> json.put("mostImages", bound.images()).put("mostBytes", bound.bytes()));
    return json;
  }

  private static ObjectNode load(Load load) {
    return object()
        .put("imagesPerSecond", Json.decimals(load.imagesPerSecond(), 2))
        .put("busyPerSecond", Json.decimals(load.busyPerSecond(), 2))
        .put("workMsPerImage", Json.millis(load.workPerImage()));
  }

  private static ObjectNode estimate(Estimate estimate) {
    return object()
        .put("waitMs", Json.millis(estimate.target()))
        .put("slaves", estimate.slaves())
        .put("more", estimate.more())
        .put("atLeast", estimate.atLeast());
  }

  private static ObjectNode slave(Slave slave) {
    ObjectNode json =
        object()
            .put("name", slave.name())
            .put("address", slave.address())
            .put("version", slave.version())
            .put("state", Json.key(slave.state()))
            .put("slots", slave.slots())
            .put("busy", slave.busy())
            .put("unitsDone", slave.unitsDone());
    json.set("pace", pace(slave.pace()));
    json.set("history", history(slave.history()));
    json.set("memory", memory(slave.memory()));
    slave.heard().ifPresent(ago -> json.put("heardMs", ago.toMillis()));
    return json;
  }

  private static ObjectNode pace(Pace pace) {
    ObjectNode json = object();
    pace.slowness().ifPresent(times -> json.put("slowness", Json.decimals(times, 2)));
    json.set("msPerMegapixel", byAnalysis(pace.millisPerMegapixel()));
    return json;
  }

  private static ObjectNode history(History history) {
    return object()
        .put("joined", history.joined())
        .put("lost", history.lost())
        .put("silent", history.silent())
        .put("failed", history.failed())
        .put("tookTooLong", history.tookTooLong());
  }

  private static ObjectNode memory(MemoryUse memory) {
    return object()
        .put("residentBytes", memory.residentBytes())
        .put("boundBytes", memory.boundBytes())
        .put("pictureBytes", memory.pictureBytes())
        .put("heldImages", memory.heldImages())
        .put("heldBytes", memory.heldBytes());
  }

  private static ObjectNode byAnalysis(Map<Analysis, ? extends Number> numbers) {
    ObjectNode json = object();
    numbers.forEach(
        (analysis, number) -> json.put(analysis.key(), Json.decimals(number.doubleValue(), 2)));
    return json;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
