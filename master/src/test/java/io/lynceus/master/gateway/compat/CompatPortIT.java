package io.lynceus.master.gateway.compat;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.joined;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.UnitReply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the port answers, to raw bytes. */
@Timeout(60)
class CompatPortIT extends ServedCompatPort {
  private static final String DETECTION = "/v1/vision/detection";
  private static final byte[] GOOD = post(DETECTION, form(picture(JPEG)));

  @Test
  void deepStacksAnswerHasWhatItsClientsKnow() throws Exception {
    start(CompatDialect.DEEPSTACK);
    Answer answer = send(GOOD);
    assertThat(answer.body())
        .isEqualTo(
            "{\"success\":true,\"predictions\":["
                + "{\"label\":\"person\",\"confidence\":0.91,"
                + "\"x_min\":1,\"y_min\":3,\"x_max\":11,\"y_max\":12},"
                + "{\"label\":\"traffic light\",\"confidence\":0.4568,"
                + "\"x_min\":0,\"y_min\":0,\"x_max\":24,\"y_max\":16}],"
                + "\"duration\":0}\n");
    assertThat(answer.head()).contains("Content-Type: application/json; charset=utf-8");
    assertThat(intake.requests.get(0).ask().analyses()).containsExactly(Analysis.OBJECTS);
    assertNothingHeld();
  }

  @Test
  void facesHaveNoLabelAndTheirOwnLeastConfidence() throws Exception {
    start(CompatDialect.DEEPSTACK);
    for (String path : List.of("/v1/vision/face", "/v1/vision/face/")) {
      JsonNode json = send(post(path, form(picture(JPEG)))).json();
      assertThat(json.at("/predictions/0").has("label")).isFalse();
      assertThat(json.at("/predictions/0/confidence").asDouble()).isEqualTo(0.91);
    }
    Ask ask = intake.requests.get(0).ask();
    assertThat(ask.analyses()).containsExactly(Analysis.FACES);
    assertThat(ask.options().value("min-score")).contains("0.55");
  }

  @ParameterizedTest
  @EnumSource(CompatDialect.class)
  void whatNeedsPeopleSaysSo(CompatDialect dialect) throws Exception {
    start(dialect);
    for (String what : List.of("recognize", "register", "list", "delete", "match")) {
      Answer answer = send(post("/v1/vision/face/" + what, form(picture(JPEG))));
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().get("success").asBoolean()).isFalse();
      assertThat(answer.json().get("error").asText()).contains(what, "people");
      assertThat(answer.json().has("predictions")).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"NO_SLAVE, 503", "TIMEOUT, 504", "FAILED, 500", "POISON, 500"})
  void whatFailedIsNoEmptyListInEitherDialect(Outcome outcome, int status) throws Exception {
    intake.answer = request -> FindingIntake.of(request, UnitReply.without(outcome, "the reason"));
    for (CompatDialect dialect : CompatDialect.values()) {
      start(dialect);
      Answer answer = send(GOOD);
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.json().get("success").asBoolean()).isFalse();
      assertThat(answer.json().get("error").asText()).isNotEmpty();
      assertThat(answer.body()).contains("the reason").doesNotContain("predictions");
    }
  }

  @Test
  void aRefusedPictureIsToldAsEachServerDoes() throws Exception {
    byte[] text = post(DETECTION, form(picture("no picture at all".getBytes(UTF_8))));
    start(CompatDialect.DEEPSTACK);
    Answer deepStack = send(text);
    assertThat(deepStack.status()).isEqualTo(400);
    assertThat(deepStack.json().get("error").asText()).isEqualTo("invalid image file");
    start(CompatDialect.CODEPROJECT);
    Answer codeProject = send(text);
    assertThat(codeProject.status()).isEqualTo(200);
    assertThat(codeProject.json().get("success").asBoolean()).isFalse();
    assertThat(codeProject.json().get("code").asInt()).isEqualTo(500);
    assertThat(codeProject.body()).doesNotContain("predictions");
    assertThat(intake.refused)
        .containsExactly(RejectionCode.UNSUPPORTED_FORMAT, RejectionCode.UNSUPPORTED_FORMAT);
    assertNothingHeld();
  }

  @Test
  void aPictureThatIsTooLargeIsRefused() throws Exception {
    start(CompatDialect.DEEPSTACK);
    byte[] large = new byte[IMAGE_BYTES + 1];
    System.arraycopy(JPEG, 0, large, 0, JPEG.length);
    assertThat(send(post(DETECTION, form(picture(large)))).status()).isEqualTo(400);
    String announced =
        "POST " + DETECTION + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99000000\r\n\r\n";
    Answer answer = send(announced);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("limits.image-bytes");
    assertNothingHeld();
  }

  @ParameterizedTest
  @CsvSource({
    "high, Invalid value for min_confidence",
    "'0,4', Invalid value for min_confidence",
    "-0.1, Invalid value for min_confidence",
    "NaN, Invalid value for min_confidence",
    "40, min_confidence cannot be greater than 1"
  })
  void aConfidenceThatIsNoneIsRefused(String text, String error) throws Exception {
    start(CompatDialect.DEEPSTACK);
    Answer answer =
        send(post(DETECTION, form(picture(JPEG), part("name=\"min_confidence\"", text))));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("error").asText()).isEqualTo(error);
    assertThat(intake.requests).isEmpty();
  }

  @Test
  void theStatusIsToldWithoutAToken() throws Exception {
    start(CompatDialect.CODEPROJECT, TOKEN, false);
    for (String base : List.of("/v1/status/", "/v1/server/status/")) {
      for (String page : List.of("ping", "version", "updateavailable", "ping/")) {
        JsonNode json = get(base + page).json();
        assertThat(json.get("success").asBoolean()).isTrue();
        assertThat(json.get("message").asText()).isEqualTo(VERSION);
        assertThat(json.at("/version/minor").asInt()).isEqualTo(2);
        assertThat(json.get("code").asInt()).isEqualTo(200);
        assertThat(json.has("updateAvailable")).isEqualTo(page.startsWith("update"));
      }
    }
    Answer first = get("/");
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.head()).contains("Content-Type: text/html");
  }

  @Test
  void networksAreListedAndNamedByThePath() throws Exception {
    start(CompatDialect.CODEPROJECT);
    for (Answer answer :
        List.of(
            get("/v1/vision/custom/list"),
            send(post("/v1/vision/custom/list", new byte[0])),
            send(post("/v1/vision/custom/list/", form(part("name=x", "y")))))) {
      assertThat(answer.json().get("models").toString()).isEqualTo("[\"general\"]");
      assertThat(answer.json().get("success").asBoolean()).isTrue();
      assertThat(answer.json().get("statusData").isObject()).isTrue();
    }
    for (String path :
        List.of("/v1/vision/custom", "/v1/vision/custom/", "/v1/vision/custom/ipcam-general")) {
      assertThat(send(post(path, form(picture(JPEG)))).json().get("command").asText())
          .isEqualTo("custom");
    }
    assertThat(intake.requests)
        .hasSize(3)
        .allMatch(request -> request.ask().options().value("objects").isEmpty());
  }

  @Test
  void oldAndCarefulClientsAreServed() throws Exception {
    start(CompatDialect.DEEPSTACK);
    byte[] form = form(picture(JPEG));
    String type = "Content-Type: multipart/form-data; boundary=\"xx\"\r\n";
    String length = "Content-Length: " + form.length + "\r\n";
    byte[] old =
        joined(
            ("POST " + DETECTION + " HTTP/1.0\r\n" + type + length + "\r\n").getBytes(ISO_8859_1),
            form);
    Answer answer = send(old);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.head()).contains("Connection: close");

    try (Socket careful =
        sent(
            ("POST "
                    + DETECTION
                    + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                    + type
                    + length
                    + "\r\n")
                .getBytes(ISO_8859_1))) {
      String go = "HTTP/1.1 100 Continue\r\n\r\n";
      assertThat(new String(careful.getInputStream().readNBytes(go.length()), ISO_8859_1))
          .isEqualTo(go);
      careful.getOutputStream().write(form);
      assertThat(read(careful).status()).isEqualTo(200);
      careful.getOutputStream().write(GOOD); // the connection is there for another
      assertThat(read(careful).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource(CompatDialect.class)
  void whatIsNotThereIsToldInTheSameForm(CompatDialect dialect) throws Exception {
    start(dialect);
    assertThat(get("/v1/vision/scene").json().get("success").asBoolean()).isFalse();
    assertThat(get("/v1/vision/scene").status()).isEqualTo(404);
    assertThat(get(DETECTION).status()).isEqualTo(405);
    assertThat(send("hello\r\n\r\n").json().get("error").asText()).contains("compat port");
  }

  @Test
  void aTokenIsWantedInTheFormOrTheHeader() throws Exception {
    start(CompatDialect.DEEPSTACK, TOKEN, false);
    byte[] before = form(part("name=\"api_key\"", TOKEN), picture(JPEG));
    byte[] behind = form(picture(JPEG), part("name=\"api_key\"", TOKEN));
    byte[] none = form(picture(JPEG));
    byte[] wrong = form(part("name=\"api_key\"", "guess"), picture(JPEG));
    String bearer = "Authorization: Bearer " + TOKEN + "\r\n";

    assertThat(send(post(DETECTION, before)).status()).isEqualTo(200);
    assertThat(send(post(DETECTION, behind)).status()).isEqualTo(200);
    assertThat(send(post(DETECTION, bearer, none)).status()).isEqualTo(200);
    for (byte[] refused :
        List.of(
            post(DETECTION, none),
            post(DETECTION, wrong),
            post(DETECTION, "Authorization: Bearer guess\r\n", before))) {
      Answer answer = send(refused);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.json().get("error").asText()).isEqualTo("Incorrect api key");
    }
    assertThat(port.wrongTokens()).isEqualTo(2);
    assertThat(intake.requests).hasSize(3);
    assertNothingHeld();
  }

  @Test
  void theMastersTokensCountUnlessThePortIsOpen() throws Exception {
    masterTokens =
        new GatewayConfig.Tokens(Optional.of("0123456789abcdef-master"), Optional.empty());
    start(CompatDialect.DEEPSTACK);
    assertThat(send(GOOD).status()).isEqualTo(401);
    byte[] form = form(part("name=\"api_key\"", "0123456789abcdef-master"), picture(JPEG));
    assertThat(send(post(DETECTION, form)).status()).isEqualTo(200);
    start(CompatDialect.DEEPSTACK, "", true);
    assertThat(send(GOOD).status()).isEqualTo(200);
    assertThat(send(post(DETECTION, form(part("name=\"api_key\"", "x"), picture(JPEG)))).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--xx\r\n", "--xx\r\nContent-Disposition: form-data; name=image; fi", ""})
  void aFormThatStopsComingIsToldSo(String start) throws Exception {
    start(CompatDialect.DEEPSTACK);
    try (Socket slow =
        sent(
            ("POST "
                    + DETECTION
                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\nContent-Type:"
                    + " multipart/form-data; boundary=xx\r\n\r\n"
                    + start)
                .getBytes(ISO_8859_1))) {
      Answer answer = read(slow);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("too slow");
    }
    assertThat(intake.refused).containsExactly(RejectionCode.TRUNCATED);
    assertNothingHeld();
  }

  @Test
  void aLengthThatIsWrongDoesNotLoseThePicture() throws Exception {
    start(CompatDialect.DEEPSTACK);
    byte[] form = form(picture(JPEG));
    String head =
        "POST "
            + DETECTION
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=xx\r\n";
    byte[] tooLong =
        joined(
            (head + "Content-Length: " + (form.length + 100) + "\r\n\r\n").getBytes(ISO_8859_1),
            form);
    assertThat(send(tooLong).status()).isEqualTo(200);
    byte[] tooShort =
        joined(
            (head + "Content-Length: " + (form.length - 100) + "\r\n\r\n").getBytes(ISO_8859_1),
            form);
    assertThat(send(tooShort).body()).contains("the form has no end");
    assertNothingHeld();
  }

  @Test
  void memoryThatIsUsedUpIsNoEmptyList() throws IOException {
    start(CompatDialect.CODEPROJECT);
    var other = gateway.held().open(InetAddress.getLoopbackAddress(), why -> {});
    other.working(true); // so that it does not give way
    other.take(gateway.held().limit());
    Answer answer = send(GOOD);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).contains(Refusals.NO_ROOM.message());
    other.giveBack(gateway.held().limit());
    other.close();
  }
}
