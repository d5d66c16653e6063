package io.lynceus.master.gateway.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.lynceus.common.SafeText;
import io.lynceus.master.delivery.ChannelState;
import io.lynceus.master.webhooks.WebhookConfig;
import io.lynceus.master.webhooks.Webhooks;
import io.lynceus.master.webhooks.Webhooks.Tried;
import io.lynceus.store.result.OutboxItem;
import io.lynceus.store.result.OutboxItem.Dead;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Webhooks as JSON. What is not known is null. Stateless. */
final class WebhookJson {
  private WebhookJson() {}

  static String list(List<Webhooks.State> states) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode all = json.putArray("webhooks");
    states.forEach(state -> all.add(webhook(state)));
    return line(json);
  }

  private static ObjectNode webhook(Webhooks.State state) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", state.name());
    json.put("to", state.address());
    ArrayNode events = json.putArray("events");
    state.events().forEach(events::add);
    json.put("image", state.image());
    json.put("signed", state.signed());
    Optional<ChannelState> channel = state.channel();
    boolean failing = channel.flatMap(ChannelState::problem).isPresent();
    json.put("state", state.gone() ? "gone" : failing ? "failing" : "ok");
    json.put("problem", channel.flatMap(ChannelState::problem).orElse(null));
    put(json, "pending", channel.map(ChannelState::pending).orElse(OptionalLong.empty()));
    put(json, "dead", channel.map(ChannelState::dead).orElse(OptionalLong.empty()));
    json.put("delivered", channel.map(ChannelState::delivered).orElse(0L));
    json.put("failed", channel.map(ChannelState::failed).orElse(0L));
    json.put("dropped", channel.map(ChannelState::dropped).orElse(0L));
    json.put(
        "succeeded", channel.flatMap(ChannelState::succeeded).map(WebhookJson::time).orElse(null));
    return json;
  }

  private static void put(ObjectNode json, String key, OptionalLong number) {
    if (number.isPresent()) {
      json.put(key, number.getAsLong());
    } else {
      json.putNull(key);
    }
  }

  static String dead(List<OutboxItem> items) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode all = json.putArray("dead");
    items.forEach(item -> all.add(message(item)));
    return line(json);
  }

  private static ObjectNode message(OutboxItem item) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", item.id());
    json.put("webhook", item.channel().substring(WebhookConfig.CHANNEL.length()));
    json.put("created", time(item.created()));
    json.put("attempts", item.attempts());
    json.put("givenUp", item.dead().map(Dead::at).map(WebhookJson::time).orElse(null));
    json.put("why", item.dead().map(Dead::why).orElse(null));
    json.putRawValue("change", new RawValue(item.body()));
    return json;
  }

  static String retried(int number) {
    return line(JsonNodeFactory.instance.objectNode().put("retried", number));
  }

  static String tried(Tried tried) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("delivered", tried.problem().isEmpty());
    if (tried.status() > 0) {
      json.put("status", tried.status());
    } else {
      json.putNull("status");
    }
    json.put("ms", tried.took().toMillis());
    json.put("problem", tried.problem().isEmpty() ? null : tried.problem());
    return line(json);
  }

  private static String line(JsonNode json) {
    return SafeText.ofJson(json.toString());
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
