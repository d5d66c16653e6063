package io.lynceus.master.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.protocol.reply.EventJson;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes the bodies of a webhook's requests. What a value holds cannot become a part of the form: in
 * JSON it stays within its text, in a form within its field. A field or a member whose text is
 * empty once it is filled is left out. Any thread may call it.
 */
final class WebhookBody {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final String BREAK = "\r\n";

  private final String webhook;
  private final BodyFormat format;
  private final Optional<JsonNode> json;
  private final Map<String, String> fields;
  private final WebhookConfig.Image image;
  private final String part;

  /** Whether the template has a place for the picture in Base64. */
  private final boolean encodes;

  /** A body and its type. */
  static final class Made {
    private final String type;
    private final byte[] bytes;

    private Made(String type, byte[] bytes) {
      this.type = type;
      this.bytes = bytes;
    }

    String type() {
      return type;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /**
   * @param webhook its name
   * @param template the text of the template; empty: what {@code docs/webhooks.md} shows
   * @param part the name of the part with the picture
   * @throws IllegalArgumentException what is wrong with the template
   */
  WebhookBody(
      String webhook,
      BodyFormat format,
      Optional<String> template,
      WebhookConfig.Image image,
      String part) {
    this.webhook = webhook;
    this.format = format;
    this.image = image;
    this.part = part;
    template.ifPresent(Placeholders::check);
    json = format == BodyFormat.JSON ? template.map(WebhookBody::tree) : Optional.empty();
    fields = format.hasFields() ? fields(template.orElse("")) : Map.of();
    if (format.hasFields() && fields.isEmpty()) {
      throw new IllegalArgumentException("has no field: each line is NAME = VALUE");
    }
    String place = Placeholders.PICTURE + "}";
    encodes =
        json.filter(tree -> Placeholders.has(tree.toString(), place)).isPresent()
            || fields.values().stream().anyMatch(value -> Placeholders.has(value, place));
  }

  private static JsonNode tree(String template) {
    try {
      JsonNode tree = JSON.readTree(template);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "is not JSON (line " + e.getLocation().getLineNr() + "): " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException("is not a JSON object");
  }

  private static Map<String, String> fields(String template) {
    Map<String, String> fields = new LinkedHashMap<>();
    int number = 0;
    for (String line : template.lines().map(String::strip).toList()) {
      number++;
      if (!line.isEmpty() && !line.startsWith("#")) {
        int equals = line.indexOf('=');
        String name = equals < 0 ? "" : line.substring(0, equals).strip();
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 127 && c != '"')) {
          throw new IllegalArgumentException("line " + number + " is not NAME = VALUE");
        }
        if (fields.put(name, line.substring(equals + 1).strip()) != null) {
          throw new IllegalArgumentException(
              "line " + number + " has the field " + name + " again");
        }
      }
    }
    return fields;
  }

  /** The body for that message. */
  Made of(WebhookMessage message) {
    return switch (format) {
      case JSON -> new Made("application/json", jsonOf(message).toString().getBytes(UTF_8));
      case FORM -> new Made("application/x-www-form-urlencoded", form(message));
      case MULTIPART -> multipart(message);
      case IMAGE ->
          message
              .image()
              .map(picture -> new Made(picture.type(), picture.bytes()))
              .orElseGet(() -> new Made("application/octet-stream", new byte[0]));
    };
  }

  private JsonNode jsonOf(WebhookMessage message) {
    if (json.isPresent()) {
      return filled(json.get(), values(message));
    }
    ObjectNode made = JsonNodeFactory.instance.objectNode();
    made.put("type", message.change().type().key());
    made.set("event", EventJson.of(message.change().event()));
    if (image == WebhookConfig.Image.LINK) {
      made.putObject("image").put("url", message.imageUrl()).put("page", message.consoleUrl());
    } else {
      message
          .image()
          .ifPresent(
              picture ->
                  made.putObject("image")
                      .put("type", picture.type())
                      .put("base64", base64(picture)));
    }
    return made;
  }

  private Map<String, String> values(WebhookMessage message) {
    Map<String, String> values = message.values(webhook);
    if (encodes) { // it may be large
      values.put(Placeholders.PICTURE, message.image().map(WebhookBody::base64).orElse(""));
    }
    return values;
  }

  private static String base64(EventImage picture) {
    return Base64.getEncoder().encodeToString(picture.bytes());
  }

  private static JsonNode filled(JsonNode template, Map<String, String> values) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (template.isTextual()) {
      return nodes.textNode(Placeholders.fill(template.textValue(), values, value -> value));
    }
    if (template.isArray()) {
      ArrayNode array = nodes.arrayNode();
      template.forEach(element -> array.add(filled(element, values)));
      return array;
    }
    if (template.isObject()) {
      ObjectNode object = nodes.objectNode();
      template
          .properties()
          .forEach(
              member -> {
                JsonNode value = filled(member.getValue(), values);
                if (!(value.isTextual() && value.textValue().isEmpty())) {
                  object.set(member.getKey(), value);
                }
              });
      return object;
    }
    return template;
  }

  private Map<String, String> filledFields(WebhookMessage message) {
    Map<String, String> values = values(message);
    Map<String, String> filled = new LinkedHashMap<>();
    fields.forEach(
        (name, template) -> {
          String value = Placeholders.fill(template, values, text -> text);
          if (!value.isEmpty()) {
            filled.put(name, value);
          }
        });
    return filled;
  }

  private byte[] form(WebhookMessage message) {
    return filledFields(message).entrySet().stream()
        .map(
            field ->
                URLEncoder.encode(field.getKey(), UTF_8)
                    + "="
                    + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(Collectors.joining("&"))
        .getBytes(UTF_8);
  }

  private Made multipart(WebhookMessage message) {
    String boundary = "lynceus-" + UUID.randomUUID(); // no value can know it
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    filledFields(message)
        .forEach(
            (name, value) -> {
              begin(body, boundary, "name=\"" + name + "\"", "text/plain; charset=utf-8");
              body.writeBytes(value.getBytes(UTF_8));
              body.writeBytes(BREAK.getBytes(UTF_8));
            });
    message
        .image()
        .ifPresent(
            picture -> {
              String end = picture.type().substring(picture.type().indexOf('/') + 1);
              begin(
                  body,
                  boundary,
                  "name=\"" + part + "\"; filename=\"still." + end + "\"",
                  picture.type());
              body.writeBytes(picture.bytes());
              body.writeBytes(BREAK.getBytes(UTF_8));
            });
    body.writeBytes(("--" + boundary + "--" + BREAK).getBytes(UTF_8));
    return new Made("multipart/form-data; boundary=" + boundary, body.toByteArray());
  }

  private static void begin(
      ByteArrayOutputStream body, String boundary, String disposition, String type) {
    body.writeBytes(
        ("--"
                + boundary
                + BREAK
                + "Content-Disposition: form-data; "
                + disposition
                + BREAK
                + "Content-Type: "
                + type
                + BREAK
                + BREAK)
            .getBytes(UTF_8));
  }
}
