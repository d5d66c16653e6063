package io.lynceus.master.gateway.http;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.protocol.reply.ReplyJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way of an image through the HTTP port, and what may be wrong with it. */
@Timeout(60)
class ImagesByHttpIT extends ServedHttpPort {
  ImagesByHttpIT() throws IOException {}

  @Test
  void anImageIsAnsweredWithItsReply() throws Exception {
    start(atOnce);

    HttpResponse<String> response = post("", JPEG);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    Reply reply = ReplyJson.read(response.body()).reply();
    assertThat(reply.status()).isEqualTo(Status.COMPLETE);
    assertThat(ReplyJson.read(response.body()).seq()).isEqualTo(1);
    assertThat(reply.image().orElseThrow().bytes()).isEqualTo(JPEG.length);
    assertNothingHeld();
  }

  @Test
  void optionsHaveTheNamesOfSet() throws Exception {
    start(atOnce);

    String query =
        "?analyses=objects,edges&edges=png&labels=person,traffic%20light&min-score=0.5"
            + "&deadline=500ms&name=cam+1";
    assertThat(post(query, PNG).statusCode()).isEqualTo(200);

    Ask asked = atOnce.tasks.get(0).request().ask();
    assertThat(asked.analyses()).containsExactlyInAnyOrder(Analysis.OBJECTS, Analysis.EDGES);
    assertThat(asked.options().value("edges")).contains("png");
    assertThat(asked.options().list("labels")).containsExactly("person", "traffic light");
    assertThat(asked.options().number("min-score")).hasValue(0.5);
    assertThat(asked.deadline()).contains(Duration.ofMillis(500));
    assertThat(asked.name()).contains("cam 1");
  }

  @Test
  void cornersAreCountedUnlessTheClientAsksForThem() throws Exception {
    start(atOnce);
    for (String query :
        List.of("", "?corners=count", "?corners=", "?corners=points", "?analyses=faces")) {
      assertThat(post(query, JPEG).statusCode()).isEqualTo(200);
    }
    byte[] form = form(field("name=image", JPEG), field("name=corners", "points".getBytes(UTF_8)));
    assertThat(postForm("", form).statusCode()).isEqualTo(200);
    assertThat(postForm("?corners=count", form).statusCode()).isEqualTo(200);

    assertThat(atOnce.tasks)
        .extracting(task -> task.request().ask().countsCorners())
        .containsExactly(true, true, true, false, false, false, true);
    assertThat(atOnce.tasks.get(4).request().ask())
        .as("without corners there is nothing to count: as on the task port")
        .isEqualTo(Ask.DEFAULT.withAnalyses(List.of(Analysis.FACES)));
    assertThat(problem(post("?corners=all", JPEG)).get("detail").asText())
        .isEqualTo("corners is points or count, not 'all'");
  }

  @Test
  void everyRefusalOfAnImageHasTheIdThatTheClientGave() throws Exception {
    start(onDemand, Optional.empty(), limit(JPEG.length));
    byte[] large = jpegOf(JPEG.length + 1);
    String id = "?id=c-1";
    HttpRequest.Builder headed =
        request("/v1/images").header("Idempotency-Key", "\"c-1\"").POST(publisher(large, false));
    byte[] form = form(field("name=id", "c-1".getBytes(UTF_8)), field("name=image", new byte[9]));
    byte[] wrong =
        form(
            field("name=id", "c-1".getBytes(UTF_8)),
            field("name=min-score", "7".getBytes(UTF_8)),
            field("name=image", JPEG));

    assertThat(idOf(post(id, "no image".getBytes(UTF_8)))).isEqualTo("c-1");
    assertThat(idOf(post(id, Arrays.copyOf(JPEG, 99)))).isEqualTo("c-1");
    assertThat(idOf(post(id, publisher(large, true)))).as("TOO_LARGE, chunked").isEqualTo("c-1");
    assertThat(idOf(send(headed))).as("TOO_LARGE by its length").isEqualTo("c-1");
    assertThat(idOf(post("?min-score=7&id=c-1", JPEG))).as("a wrong option").isEqualTo("c-1");
    assertThat(idOf(postForm("", form))).as("a field").isEqualTo("c-1");
    assertThat(idOf(postForm("", wrong))).as("a field beside a wrong one").isEqualTo("c-1");
    assertThat(idOf(post("", publisher(large, true)))).as("none was given").isNull();
    assertThat(idOf(post("?id=a%20b", JPEG))).as("no id").isNull();
  }

  private static @Nullable String idOf(HttpResponse<String> refused) throws IOException {
    assertThat(refused.statusCode()).isGreaterThanOrEqualTo(400);
    JsonNode id = new ObjectMapper().readTree(refused.body()).get("id");
    return id == null ? null : id.asText();
  }

  @ParameterizedTest
  @CsvSource({
    "%C3%BC%E7%8C%AB%F0%9F%90%88.jpg, ü猫🐈.jpg",
    "a%22b%5C%0A%01c, 'a\"b\\\n\1c'",
    "%26%3D%3F%23%2B%25, &=?#+%",
    "a=b, a=b"
  })
  void namesComeBackAsTheyWere(String encoded, String name) throws Exception {
    start(atOnce);
    assertThat(ReplyJson.read(post("?name=" + encoded, JPEG).body()).reply().name()).contains(name);
  }

  @Test
  void anImageThatMakesNoSenseIsABadRequest() throws Exception {
    start(atOnce);
    assertThat(post("", "no image".getBytes(UTF_8)).statusCode()).isEqualTo(400);
    assertThat(post("", new byte[0]).statusCode()).isEqualTo(400);
    HttpResponse<String> half = post("?name=half", Arrays.copyOf(JPEG, JPEG.length / 2));
    assertThat(half.statusCode()).isEqualTo(400);
    assertThat(rejection(half).code()).isEqualTo(RejectionCode.TRUNCATED);
    assertThat(ReplyJson.read(half.body()).reply().name()).contains("half");
    assertNothingHeld();
  }

  @Test
  void theFormOfCommonClientsIsNoMatterForARawBody() throws Exception {
    start(atOnce);
    HttpRequest.Builder request =
        request("/v1/images")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofByteArray(JPEG));
    assertThat(send(request).statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsSentInPlaceOfAnImageIsToldWhatToSend() throws Exception {
    start(atOnce);
    HttpResponse<String> empty = post("?name=cam1", new byte[0]);
    assertThat(empty.statusCode()).isEqualTo(400);
    assertThat(rejection(empty).message()).startsWith("the body is empty: send the bytes");
    HttpResponse<String> json = post("", "{\"image\":\"/9j/\"}".getBytes(UTF_8));
    assertThat(json.statusCode()).isEqualTo(400);
    assertThat(problem(json).get("detail").asText()).startsWith("the body is JSON: send the bytes");
    String stripped = new String(JPEG, ISO_8859_1).replaceAll("[\\r\\n\\x00]", "");
    HttpResponse<String> curl =
        send(
            request("/v1/images")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofByteArray(stripped.getBytes(ISO_8859_1))));
    assertThat(problem(curl).get("detail").asText()).contains("--data-binary @FILE");
    assertThat(atOnce.tasks).isEmpty();
    assertNothingHeld();
  }

  @Test
  void aBodyOfTheLimitIsTakenAndOneByteMoreIsNot() throws Exception {
    int limit = JPEG.length + 1000;
    start(atOnce, Optional.empty(), limit(limit));
    for (boolean chunked : new boolean[] {false, true}) {
      byte[] fits = jpegOf(limit);
      byte[] large = jpegOf(limit + 1);
      assertThat(post("", publisher(fits, chunked)).statusCode()).isEqualTo(200);
      HttpResponse<String> refused = post("", publisher(large, chunked));
      assertThat(refused.statusCode()).isEqualTo(413);
      assertThat(code(refused)).isEqualTo("TOO_LARGE");
    }
    assertThat(atOnce.tasks).hasSize(2);
    assertNothingHeld();
  }

  private static BodyPublisher publisher(byte[] body, boolean chunked) {
    return chunked
        ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
        : BodyPublishers.ofByteArray(body);
  }

  @Test
  void aClientThatSendsFarTooMuchStillGetsTheAnswer() throws Exception {
    start(atOnce, Optional.empty(), limit(1 << 20));
    for (boolean chunked : new boolean[] {false, true}) {
      assertThat(post("", publisher(new byte[30 << 20], chunked)).statusCode()).isEqualTo(413);
    }
    assertNothingHeld();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1000, 1", "1001, 2", "30000, 30"})
  void busyTellsWhenToComeAgain(int millis, String seconds) throws Exception {
    start(onDemand);
    CompletableFuture<HttpResponse<String>> posted = postLater(JPEG);
    await().until(() -> onDemand.tasks.size() == 1);
    Rejection busy =
        new Rejection(RejectionCode.BUSY, "later", Optional.of(Duration.ofMillis(millis)));
    onDemand.tasks.get(0).onReply().accept(Reply.rejected(Optional.empty(), busy));
    assertThat(posted.get().statusCode()).isEqualTo(429);
    assertThat(posted.get().headers().firstValue("Retry-After")).contains(seconds);
  }

  @Test
  void imagesForWhichThereIsNoRoomAreToldToComeAgain() throws Exception {
    start(onDemand, Optional.empty(), limit(JPEG.length));
    List<CompletableFuture<HttpResponse<String>>> held = List.of(postLater(JPEG), postLater(JPEG));
    await().until(() -> onDemand.tasks.size() == 2);
    HttpResponse<String> refused = post("?id=c-1", JPEG);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(idOf(refused)).isEqualTo("c-1");
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    onDemand.tasks.forEach(ScriptedIntake.Task::reply);
    for (CompletableFuture<HttpResponse<String>> one : held) {
      assertThat(one.get().statusCode()).isEqualTo(200);
    }
    assertNothingHeld();
  }

  @Test
  void noSlaveAtAllIsUnavailableAndAPartialReplyIsNot() throws Exception {
    start(onDemand);
    UnitReply none = UnitReply.without(Outcome.NO_SLAVE, "no slave");
    UnitReply late = UnitReply.without(Outcome.TIMEOUT, "late");
    assertThat(statusOfPartial(Map.of(Analysis.FACES, none, Analysis.EDGES, none))).isEqualTo(503);
    assertThat(statusOfPartial(Map.of(Analysis.FACES, none, Analysis.EDGES, late))).isEqualTo(200);
  }

  private int statusOfPartial(Map<Analysis, UnitReply> units) throws Exception {
    int before = onDemand.tasks.size();
    CompletableFuture<HttpResponse<String>> posted = postLater(JPEG);
    await().until(() -> onDemand.tasks.size() > before);
    onDemand
        .tasks
        .get(before)
        .onReply()
        .accept(
            new Reply(
                "t",
                Optional.empty(),
                Status.PARTIAL,
                Optional.empty(),
                Optional.empty(),
                StillInfo.UNKNOWN,
                new Results(Map.of(), units),
                Optional.empty()));
    assertThat(ReplyJson.read(posted.get().body()).reply().analyses()).isEqualTo(units);
    return posted.get().statusCode();
  }

  @Test
  void aLargeReplyIsWrittenWhole() throws Exception {
    start(onDemand);
    CompletableFuture<HttpResponse<String>> posted = postLater(JPEG);
    await().until(() -> onDemand.tasks.size() == 1);
    String id = "x".repeat(8 << 20);
    onDemand.tasks.get(0).reply(id);
    assertThat(ReplyJson.read(posted.get().body()).reply().id()).isEqualTo(id);
  }

  @Test
  void anIdIsTakenFromTheQueryOrItsCustomaryHeader() throws Exception {
    start(atOnce);
    assertThat(post("?id=a-1", JPEG).statusCode()).isEqualTo(200);
    for (String key : List.of("b/2", "\"b/2\"")) {
      HttpRequest.Builder keyed =
          request("/v1/images")
              .header("Idempotency-Key", key)
              .POST(BodyPublishers.ofByteArray(JPEG));
      assertThat(send(keyed).statusCode()).isEqualTo(200);
    }
    assertThat(post("?id=a%20b", JPEG).statusCode()).isEqualTo(400);
    assertThat(atOnce.tasks)
        .extracting(task -> task.request().ask().id().orElseThrow())
        .containsExactly("a-1", "b/2", "b/2");
  }
}
