package io.lynceus.master.gateway.compat;

import static io.lynceus.model.image.ImageFormat.JPEG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.common.http.HttpResponse;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.image.PictureCondition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bodies of both dialects, character for character, and which replies are failures. */
class AnswersTest {
  private static final ImageInfo IMAGE = new ImageInfo(JPEG, 640, 480, 1000, "0".repeat(64));
  private static final Answers DEEPSTACK =
      Answers.of(CompatDialect.DEEPSTACK, InstantSource.fixed(Instant.EPOCH));
  private static final Answers CODEPROJECT =
      Answers.of(
          CompatDialect.CODEPROJECT, InstantSource.fixed(Instant.parse("2026-11-30T09:05:00Z")));

  private static String body(HttpResponse response) {
    return UTF_8.decode(response.body().duplicate()).toString();
  }

  private static Reply reply(ImageInfo image, Analysis analysis, Detection... boxes) {
    return FindingIntake.of(
        image, analysis, UnitReply.ok(Findings.ofDetections("net", List.of(boxes))));
  }

  private static Detection person(float score) {
    return Detection.labelled("person", score, new Box(10, 20, 30, 40));
  }

  private static Found found(Endpoint endpoint, Detection... boxes) throws FailureException {
    return Found.in(reply(IMAGE, endpoint.analysis(), boxes), endpoint);
  }

  private static Failure failure(Reply reply) {
    try {
      Found.in(reply, Endpoint.DETECTION);
    } catch (FailureException e) {
      return e.failure();
    }
    throw new AssertionError("no failure");
  }

  @Test
  void codeProjectsAnswerHasItsTimesAndNames() throws Exception {
    HttpResponse response =
        CODEPROJECT.found(
            Endpoint.DETECTION,
            found(Endpoint.DETECTION, person(0.9f), person(0.5f)),
            Duration.ofMillis(120));
    assertThat(response.status()).isEqualTo(200);
    assertThat(body(response))
        .isEqualTo(
            "{\"success\":true,\"message\":\"found person, person\",\"count\":2,\"predictions\":["
                + "{\"label\":\"person\",\"confidence\":0.9,"
                + "\"x_min\":10,\"y_min\":20,\"x_max\":40,\"y_max\":60},"
                + "{\"label\":\"person\",\"confidence\":0.5,"
                + "\"x_min\":10,\"y_min\":20,\"x_max\":40,\"y_max\":60}],"
                + "\"inferenceMs\":41,\"processMs\":87,\"analysisRoundTripMs\":120,"
                + "\"moduleId\":\"lynceus-objects\",\"moduleName\":\"Lynceus objects\","
                + "\"command\":\"detect\",\"inferenceDevice\":\"CPU\","
                + "\"timestampUTC\":\"Mon, 30 Nov 2026 09:05:00 GMT\","
                + "\"requestId\":\"task-1\",\"processedBy\":\"s1\",\"code\":200}\n");
  }

  @Test
  void nothingFoundIsAnEmptyList() throws Exception {
    Found nothing = found(Endpoint.FACE);
    assertThat(body(DEEPSTACK.found(Endpoint.FACE, nothing, Duration.ZERO)))
        .isEqualTo("{\"success\":true,\"predictions\":[],\"duration\":0}\n");
    assertThat(body(CODEPROJECT.found(Endpoint.FACE, nothing, Duration.ZERO)))
        .startsWith(
            "{\"success\":true,\"message\":\"nothing found\",\"count\":0,\"predictions\":[]");
  }

  @Test
  void aDarkPictureIsSaidToShowNothing() throws Exception {
    ImageInfo dark = IMAGE.withCondition(PictureCondition.SOUND.withFlat(true));
    Found nothing = Found.in(reply(dark, Analysis.OBJECTS), Endpoint.DETECTION);
    assertThat(body(CODEPROJECT.found(Endpoint.DETECTION, nothing, Duration.ZERO)))
        .contains("nothing can be seen in the picture");
  }

  @Test
  void failuresHaveEachServersForm() {
    Failure bad = Failure.badImage(Endpoint.DETECTION, "the picture is cut off: send it whole");
    assertThat(DEEPSTACK.failed(bad).status()).isEqualTo(400);
    assertThat(body(DEEPSTACK.failed(bad)))
        .isEqualTo(
            "{\"success\":false,\"error\":\"invalid image file\","
                + "\"message\":\"the picture is cut off: send it whole\",\"duration\":0}\n");
    assertThat(CODEPROJECT.failed(bad).status()).isEqualTo(200);
    assertThat(body(CODEPROJECT.failed(bad)))
        .isEqualTo(
            "{\"success\":false,\"error\":\"the picture is cut off: send it whole\",\"code\":500,"
                + "\"timestampUTC\":\"Mon, 30 Nov 2026 09:05:00 GMT\"}\n");
    Failure down = Failure.of(Outcome.NO_SLAVE, "no slave is ready");
    for (Answers answers : List.of(DEEPSTACK, CODEPROJECT)) {
      assertThat(answers.failed(down).status()).isEqualTo(503);
      assertThat(body(answers.failed(down)))
          .startsWith("{\"success\":false,\"error\":\"no slave is ready\"")
          .doesNotContain("predictions");
    }
    assertThat(DEEPSTACK.failed(Failure.unauthorized("x")).headers())
        .containsEntry("WWW-Authenticate", "Bearer");
  }

  @Test
  void theListOfNetworksNamesTheModule() {
    assertThat(body(DEEPSTACK.models(List.of("general"))))
        .isEqualTo("{\"success\":true,\"models\":[\"general\"],\"duration\":0}\n");
    assertThat(body(CODEPROJECT.models(List.of("general", "yolox-s"))))
        .isEqualTo(
            "{\"success\":true,\"models\":[\"general\",\"yolox-s\"],"
                + "\"moduleId\":\"lynceus-objects\",\"moduleName\":\"Lynceus objects\","
                + "\"command\":\"list-custom\",\"inferenceDevice\":\"CPU\","
                + "\"timestampUTC\":\"Mon, 30 Nov 2026 09:05:00 GMT\","
                + "\"statusData\":{\"inferenceDevice\":\"CPU\","
                + "\"inferenceLibrary\":\"ONNX Runtime\",\"canUseGPU\":false},"
                + "\"analysisRoundTripMs\":0,\"processedBy\":\"master\",\"code\":200}\n");
  }

  @Test
  void whatTheRulesOfTheCameraLeaveOutIsNotTold() throws Exception {
    Found found =
        found(
            Endpoint.DETECTION,
            person(0.9f).withMarks(Marks.masked("tree")),
            person(0.8f),
            person(0.7f).withMarks(Marks.filtered("min-area")));
    assertThat(found.boxes()).containsExactly(person(0.8f));
  }

  @ParameterizedTest
  @CsvSource({"NO_SLAVE, 503", "TIMEOUT, 504", "FAILED, 500", "POISON, 500"})
  void anAnalysisWithoutAResultIsAFailure(Outcome outcome, int status) {
    Failure failure =
        failure(
            FindingIntake.of(IMAGE, Analysis.OBJECTS, UnitReply.without(outcome, "the reason")));
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.ofRequest()).isFalse();
    assertThat(failure.message()).isEqualTo("the reason");
  }

  @ParameterizedTest
  @CsvSource({
    "UNSUPPORTED_FORMAT, 400, true",
    "TRUNCATED, 400, true",
    "TOO_LARGE, 400, true",
    "TOO_MANY_PIXELS, 400, true",
    "CORRUPT, 400, true",
    "BAD_COMMAND, 400, true",
    "UNAUTHORIZED, 401, false",
    "BUSY, 503, false",
    "SHUTTING_DOWN, 503, false"
  })
  void aRejectionIsAFailure(RejectionCode code, int status, boolean ofRequest) {
    Failure failure = failure(Reply.rejected(Ask.DEFAULT, new Rejection(code, "why")));
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.ofRequest()).isEqualTo(ofRequest);
  }

  @Test
  void aDamagedPictureInWhichNothingIsFoundIsAFailure() throws Exception {
    ImageInfo half = IMAGE.withCondition(PictureCondition.damaged(Optional.of(0.5)));
    Failure failure = failure(reply(half, Analysis.OBJECTS));
    assertThat(failure.ofRequest()).isTrue();
    assertThat(failure.message()).contains("50 % of it could be decoded");
    assertThat(Found.in(reply(half, Analysis.OBJECTS, person(0.9f)), Endpoint.DETECTION).boxes())
        .hasSize(1);
    Reply none =
        FindingIntake.of(
            half, Analysis.OBJECTS, UnitReply.without(Outcome.FAILED, "the picture is damaged"));
    assertThat(failure(none).ofRequest()).isTrue();
  }

  @Test
  void aReplyWithoutTheAnalysisIsAFailure() {
    assertThatThrownBy(() -> Found.in(reply(IMAGE, Analysis.FACES), Endpoint.DETECTION))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("objects");
  }
}
