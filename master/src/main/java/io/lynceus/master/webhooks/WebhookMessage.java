package io.lynceus.master.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.protocol.reply.EventJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a webhook tells at one time.
 *
 * @param change what happened
 * @param image the picture, if it goes along
 * @param address of the master for people, without a slash at its end; empty if it is not known
 */
record WebhookMessage(EventChange change, Optional<EventImage> image, String address) {
  private static final String EVENT = "event.";

  /** Where the picture is, for those whom the master lets in; empty without an address. */
  String imageUrl() {
    return address.isEmpty()
        ? ""
        : address + "/v1/pictures/" + change.event().best().sha256() + "?size=original";
  }

  /** The console's page of the still; empty without an address. */
  String consoleUrl() {
    return address.isEmpty()
        ? ""
        : address
            + "/#pictures/"
            + URLEncoder.encode(change.event().best().image(), StandardCharsets.UTF_8)
                .replace("+", "%20");
  }

  /**
   * The values of {@link Placeholders#NAMES}, all but the picture itself.
   *
   * @param webhook the name of the webhook
   */
  Map<String, String> values(String webhook) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("type", change.type().key());
    values.put("text", text());
    values.put("webhook", webhook);
    JsonNode event = EventJson.of(change.event());
    Placeholders.NAMES.stream()
        .filter(name -> name.startsWith(EVENT))
        .forEach(
            name ->
                values.put(
                    name,
                    event.at("/" + name.substring(EVENT.length()).replace('.', '/')).asText("")));
    values.put("image.url", imageUrl());
    values.put("image.type", image.map(EventImage::type).orElse(""));
    values.put("console.url", consoleUrl());
    return values;
  }

  /** A sentence for people, such as {@code person arrived: gate, drive}. */
  private String text() {
    SceneEvent event = change.event();
    String what =
        switch (event.kind()) {
          case ARRIVED -> event.label() + " arrived";
          case LOITERING -> event.label() + " stays";
          case COUNT -> event.count() + " × " + event.label();
          case PRESENT -> event.label() + " present out of hours";
          case UNATTENDED -> event.label() + " unattended";
          case LOST, COVERED, MOVED, FROZEN, BLURRED -> "camera " + event.kind().key();
          case WATCH_MISSING -> event.label() + " missing";
          case WATCH_PRESENT -> event.label() + " not free";
          case WATCH_CHANGED -> event.label() + " changed";
        };
    String where = event.camera().name() + event.zone().map(zone -> ", " + zone).orElse("");
    return what + (change.type() == EventChange.Type.END ? ", over" : "") + ": " + where;
  }
}
