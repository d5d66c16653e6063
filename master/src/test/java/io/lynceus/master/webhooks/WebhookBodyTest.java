package io.lynceus.master.webhooks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.master.delivery.TestChanges;
import io.lynceus.master.webhooks.WebhookConfig.Image;
import java.net.URLDecoder;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookBodyTest {
  private static final EventImage PICTURE = new EventImage("image/jpeg", new byte[] {1, 2, -1});

  private static WebhookMessage message(String label, Optional<EventImage> image) {
    return new WebhookMessage(
        TestChanges.begun("e1", "gate", label, false), image, "https://master.example:7080");
  }

  private static WebhookBody body(BodyFormat format, String template) {
    return new WebhookBody("phone", format, Optional.of(template), Image.ATTACH, "photo");
  }

  private static JsonNode json(String template, WebhookMessage message) throws Exception {
    WebhookBody.Made made = body(BodyFormat.JSON, template).of(message);
    assertThat(made.type()).isEqualTo("application/json");
    return new ObjectMapper().readTree(made.bytes());
  }

  @Test
  void withoutATemplateItIsTheWholeChange() throws Exception {
    WebhookMessage message = message("person", Optional.of(PICTURE));
    for (Image image : Image.values()) {
      WebhookBody body =
          new WebhookBody("phone", BodyFormat.JSON, Optional.empty(), image, "photo");
      JsonNode json =
          new ObjectMapper()
              .readTree(
                  body.of(image == Image.ATTACH ? message : message("person", Optional.empty()))
                      .bytes());
      assertThat(json.path("type").asText()).isEqualTo("new");
      assertThat(json.path("event").path("camera").asText()).isEqualTo("gate");
      assertThat(json.path("event").path("best").path("box")).hasSize(4);
      switch (image) {
        case NONE -> assertThat(json.has("image")).isFalse();
        case LINK -> {
          assertThat(json.at("/image/url").asText())
              .startsWith("https://master.example:7080/v1/pictures/0a0a");
          assertThat(json.at("/image/page").asText())
              .isEqualTo("https://master.example:7080/#pictures/r-e1");
        }
        case ATTACH -> {
          assertThat(json.at("/image/type").asText()).isEqualTo("image/jpeg");
          assertThat(json.at("/image/base64").binaryValue()).isEqualTo(PICTURE.bytes());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\"b", "a\\", "a\nb\r\n", "<ü>&=%2B+", "\",\"x\":\"y", "{event.camera}", "$1\\1"})
  void whatALabelHoldsStaysWithinItsText(String label) throws Exception {
    WebhookMessage message = message(label, Optional.empty());
    JsonNode json = json("{\"a\":{\"b\":[\"<{event.label}>\",1]},\"n\":true}", message);
    assertThat(json.at("/a/b/0").asText()).isEqualTo("<" + label + ">");
    assertThat(json.at("/a/b/1").asInt()).isEqualTo(1);
    assertThat(json).hasSize(2);

    WebhookBody.Made form = body(BodyFormat.FORM, "x = {event.label}\n\n# no\ny=1").of(message);
    assertThat(form.type()).isEqualTo("application/x-www-form-urlencoded");
    Map<String, String> fields =
        Stream.of(new String(form.bytes(), UTF_8).split("&"))
            .map(field -> field.split("=", 2))
            .collect(Collectors.toMap(f -> f[0], f -> URLDecoder.decode(f[1], UTF_8)));
    assertThat(fields).containsOnly(Map.entry("x", label), Map.entry("y", "1"));

    String address =
        WebhookAddress.of("http://h/p?title={event.label}&x=1")
            .of(message.values("phone"))
            .toString();
    assertThat(address).startsWith("http://h/p?title=").endsWith("&x=1").doesNotContain(" ");
    assertThat(URLDecoder.decode(address.replaceAll(".*title=|&x=1", ""), UTF_8)).isEqualTo(label);
  }

  @Test
  void theSentenceSaysWhatHappenedWhere() {
    assertThat(message("person", Optional.empty()).values("phone"))
        .containsEntry("text", "person arrived: gate, drive")
        .containsEntry("webhook", "phone")
        .containsEntry("type", "new")
        .containsEntry("event.ended", "")
        .containsEntry("event.zone", "drive")
        .containsEntry("event.best.score", "0.875")
        .containsOnlyKeys(
            Placeholders.NAMES.stream()
                .filter(name -> !name.equals(Placeholders.PICTURE)) // made where it is needed
                .toList());
  }

  @Test
  void whatIsEmptyOnceItIsFilledIsLeftOut() throws Exception {
    String template = "{\"attach\":\"{image.base64}\",\"text\":\"{text}\",\"list\":[\"\"]}";
    assertThat(json(template, message("person", Optional.empty())).has("attach")).isFalse();
    assertThat(json(template, message("person", Optional.of(PICTURE))).path("attach").asText())
        .isEqualTo("AQL/");
    assertThat(json(template, message("person", Optional.empty()))).hasSize(2);
    assertThat(
            new String(
                body(BodyFormat.FORM, "a = {event.ended}\nb = {event.kind}")
                    .of(message("person", Optional.empty()))
                    .bytes(),
                UTF_8))
        .isEqualTo("b=arrived");
  }

  @Test
  void aMultipartBodyHasFieldsAndThePicture() {
    WebhookBody.Made made =
        body(BodyFormat.MULTIPART, "chat_id = 12\ncaption = {event.label}")
            .of(message("pörson\r\n--x", Optional.of(PICTURE)));
    String boundary = made.type().replaceFirst("multipart/form-data; boundary=", "");
    String text = new String(made.bytes(), ISO_8859_1);
    String[] parts = text.split("--" + boundary, -1);
    assertThat(parts).hasSize(5);
    assertThat(parts[1]).contains("name=\"chat_id\"").endsWith("\r\n\r\n12\r\n");
    assertThat(new String(parts[2].getBytes(ISO_8859_1), UTF_8))
        .endsWith("\r\n\r\npörson\r\n--x\r\n");
    assertThat(parts[3])
        .contains("name=\"photo\"; filename=\"still.jpeg\"", "Content-Type: image/jpeg")
        .endsWith("\r\n\r\n\u0001\u0002ÿ\r\n");
    assertThat(parts[4]).isEqualTo("--\r\n");
  }

  @Test
  void thePictureItselfCanBeTheBody() {
    WebhookBody body =
        new WebhookBody("phone", BodyFormat.IMAGE, Optional.empty(), Image.ATTACH, "photo");
    assertThat(body.of(message("person", Optional.of(PICTURE))).bytes()).isEqualTo(PICTURE.bytes());
    assertThat(body.of(message("person", Optional.of(PICTURE))).type()).isEqualTo("image/jpeg");
    assertThat(body.of(message("person", Optional.empty())).bytes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "JSON | {\"a\":\"{event.lable}\"} | has {event.lable}, which is no placeholder (did you"
            + " mean event.label?)",
        "JSON | {\"a\":1,} | is not JSON (line 1)",
        "JSON | {\"a\":1} x | is not JSON (line 1)",
        "JSON | [1] | is not a JSON object",
        "FORM | x | line 1 is not NAME = VALUE",
        "FORM | x y = 1 | line 1 is not NAME = VALUE",
        "MULTIPART | # nothing | has no field"
      })
  void whatIsNoTemplateIsRefused(BodyFormat format, String template, String why) {
    assertThatThrownBy(() -> body(format, template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ftp://h/",
        "http:///x",
        "h/x",
        "http://u:p@h/",
        "http://h/#x",
        "http://h/{event.label}",
        "http://{event.label}/",
        "http://h/ x",
        "http://h/?a={event.lable}",
        "http://h/?a b",
        "http://h/?a={image.base64}",
        "http://h:65536/"
      })
  void whatIsNoAddressIsRefused(String wrong) {
    assertThatThrownBy(() -> WebhookAddress.of(wrong)).isInstanceOf(IllegalArgumentException.class);
  }
}
