package io.lynceus.master.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.master.MasterDefaults;
import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.SummaryQuery;
import io.lynceus.store.result.SummaryQuery.Step;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered, asked by HTTP. */
@Timeout(60)
class ResultsByHttpIT extends ServedHttpPort {
  private final ScriptedStore scripted = new ScriptedStore();

  ResultsByHttpIT() throws IOException {}

  @BeforeEach
  void start() throws IOException {
    store = scripted;
    start(atOnce);
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body());
  }

  private HttpResponse<String> administrator(String method, String path) throws Exception {
    return send(
        request(path)
            .header("Authorization", "Bearer " + ADMIN)
            .method(method, BodyPublishers.noBody()));
  }

  @Test
  void aPageHasTheRepliesAndTheCursorOfTheNext() throws Exception {
    scripted.results = 3;
    JsonNode page = json(get("/v1/results?limit=2"));
    assertThat(page.get("results")).hasSize(2);
    assertThat(page.get("next").asText()).isEqualTo("2");
    JsonNode first = page.at("/results/0");
    assertThat(first.get("id").asText()).isEqualTo("m8x2k1-0");
    assertThat(first.get("at").asText()).isEqualTo("2026-11-29T13:05:00.250Z");
    assertThat(first.get("picture").asText()).isEqualTo("/v1/pictures/" + ScriptedStore.SHA256);
    assertThat(first.get("thumbnail").isNull()).isTrue();
    assertThat(first.at("/reply/counts/person").asInt()).isEqualTo(1);
    assertThat(first.at("/reply/counts/face").isNull()).as("unknown, not 0").isTrue();

    JsonNode last = json(get("/v1/results?limit=2&cursor=2"));
    assertThat(last.get("results")).hasSize(1);
    assertThat(last.get("next").isNull()).isTrue();
  }

  @Test
  void eachParameterReachesTheStore() throws Exception {
    json(
        get(
            "/v1/results?camera=gate&label=traffic%20light&zone=yard&person=Ada&from=2026-11-29T14:05:00+01:00"
                + "&to=2026-11-29T15:05:00Z&min-score=0.5&status=partial&q=%22two%20words%22&limit=7"));
    assertThat(scripted.queries)
        .containsExactly(
            ResultQuery.ALL
                .withCamera("gate")
                .withLabel("traffic light")
                .withZone("yard")
                .withPerson("Ada")
                .withTimes(
                    Optional.of(Instant.parse("2026-11-29T13:05:00Z")),
                    Optional.of(Instant.parse("2026-11-29T15:05:00Z")))
                .withMinScore(0.5)
                .withStatus("partial")
                .withWords("\"two words\"")
                .withLimit(7));
  }

  @Test
  void aTimeMayBeAgo() throws Exception {
    Instant before = Instant.now();
    json(get("/v1/results?from=1d&to=90m"));
    Instant after = Instant.now();
    ResultQuery query = scripted.queries.get(0);
    assertThat(query.from().orElseThrow())
        .isBetween(before.minus(Duration.ofDays(1)), after.minus(Duration.ofDays(1)));
    assertThat(query.to().orElseThrow())
        .isBetween(before.minus(Duration.ofMinutes(90)), after.minus(Duration.ofMinutes(90)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/results?camra=gate | there is no parameter 'camra' (did you mean camera?)",
        "/v1/results?camera=Gate%201 | camera is 1 to 40 of a-z 0-9 _ -",
        "/v1/results?camera= | camera is empty",
        "/v1/results?camera=a&camera=b | camera is there twice",
        "/v1/results?from=yesterday | from is a date and time with its offset",
        "/v1/results?from=2026-11-29T14:05:00 | from is a date and time with its offset",
        "/v1/results?from=99999999w | from is a date and time with its offset",
        "/v1/results?from=9999999w | from is a date and time with its offset",
        "/v1/results?from=1h&to=2h | from is later than to",
        "/v1/results?min-score=1.5 | min-score is 0 to 1",
        "/v1/results?min-score=NaN | min-score is 0 to 1",
        "/v1/results?status=rejected | status is complete or partial",
        "/v1/results?limit=501 | limit is a whole number from 1 to 500",
        "/v1/results?limit=0 | limit is a whole number from 1 to 500",
        "/v1/results?cursor=what | cursor is next of another page",
        "/v1/results?camera | 'camera' has no value",
        "/v1/results/m8x2k1-1?size=thumb | there are no parameters here",
        "/v1/pictures/0a0a | a picture's name is the SHA-256",
        "/v1/pictures/0a?size=tiny | size is original or thumb",
        "/v1/results?format=xml | format is json, csv or ndjson, not 'xml'",
        "/v1/results?format=csv&format=csv | format is there twice",
        "/v1/summary?by=week | by is hour or day",
        "/v1/summary?from=52w | a summary has at most 1000 steps",
        "/v1/summary?zone=yard | there is no parameter 'zone'"
      })
  void aWrongQuestionIsToldWhatWouldBeRight(String path, String detail) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(problem(response).get("detail").asText()).contains(detail);
    assertThat(scripted.queries).isEmpty();
  }

  @Test
  void oneResultTellsWhoComputedWhat() throws Exception {
    JsonNode result = json(get("/v1/results/m8x2k1-17"));
    assertThat(result.get("computed").toString())
        .isEqualTo(
            "[{\"analysis\":\"objects\",\"status\":\"ok\",\"slave\":\"s1\",\"ms\":41.01},"
                + "{\"analysis\":\"faces\",\"status\":\"no_slave\",\"slave\":null,\"ms\":null}]");
    json(get("/v1/results/m8x2k1-a%2Fb%2F"));
    assertThat(get("/v1/results/other").statusCode()).isEqualTo(404);
  }

  @Test
  void aPictureIsServedAsItIsAndIsNothingElse() throws Exception {
    byte[] large = new byte[3_000_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) ((i * 31) >> 3);
    }
    scripted.picture = large;
    HttpResponse<byte[]> response =
        client.send(
            request("/v1/pictures/" + ScriptedStore.SHA256).build(), BodyHandlers.ofByteArray());
    assertThat(response.body()).isEqualTo(large);
    assertThat(response.headers().map())
        .containsEntry("content-type", List.of("image/jpeg"))
        .containsEntry("content-length", List.of("3000000"))
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("cache-control", List.of("private, max-age=3600"));
    assertThat(get("/v1/pictures/" + "0b".repeat(32)).statusCode()).isEqualTo(404);
  }

  @Test
  void allResultsComeAsLinesOfJsonAPageAtATime() throws Exception {
    scripted.results = 1234;
    HttpResponse<String> all =
        send(request("/v1/results?camera=gate").header("Accept", "application/x-ndjson"));
    assertThat(all.headers().firstValue("Transfer-Encoding")).contains("chunked");
    List<String> ids = new ArrayList<>();
    for (String line : all.body().lines().toList()) {
      ids.add(new ObjectMapper().readTree(line).get("id").asText());
    }
    assertThat(ids).hasSize(1234).doesNotHaveDuplicates().endsWith("m8x2k1-1233");
    assertThat(scripted.queries)
        .allMatch(query -> query.limit() <= ResultQuery.MAX_LIMIT)
        .allMatch(query -> query.camera().equals(Optional.of("gate")));
    assertThat(scripted.audit)
        .containsExactly(
            "export {\"client\":\"127.0.0.1\",\"token\":\"\","
                + "\"what\":\"GET /v1/results?camera=gate\"}");

    assertThat(
            send(request("/v1/results?limit=777").header("Accept", "application/x-ndjson"))
                .body()
                .lines())
        .hasSize(777);
  }

  @Test
  void csvHasWhatCountsAndNothingThatASpreadsheetWouldRun() throws Exception {
    scripted.name = "=HYPERLINK(\"x\"),\n";
    HttpResponse<String> csv = send(request("/v1/results").header("Accept", "text/csv"));
    assertThat(csv.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
    assertThat(csv.body())
        .isEqualTo(
            "id,time,time_from,camera,name,status,found,unknown,format,width,height,bytes,sha256\r\n"
                + "m8x2k1-0,2026-11-29T13:05:00.250Z,exif,gate,\"'=HYPERLINK(\"\"x\"\"),\n"
                + "\",partial,person 1,faces,jpeg,640,480,70000,"
                + ScriptedStore.SHA256
                + "\r\n");
  }

  @Test
  void aLinkSaysItsFormatInTheQuery() throws Exception {
    HttpResponse<String> csv =
        send(request("/v1/results?format=csv").header("Accept", "application/json"));
    assertThat(csv.body()).startsWith("id,time,").contains("m8x2k1-0");
    assertThat(csv.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"lynceus-results.csv\"");
    HttpResponse<String> lines = get("/v1/results?format=ndjson");
    assertThat(lines.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    HttpResponse<String> page =
        send(request("/v1/results?format=json").header("Accept", "text/csv"));
    assertThat(json(page).get("results")).hasSize(1);
  }

  @Test
  void aWrongExportIsRefusedBeforeItBegins() throws Exception {
    HttpResponse<String> page = send(request("/v1/results?cursor=1").header("Accept", "text/csv"));
    assertThat(page.statusCode()).isEqualTo(400);
    scripted.fails = true;
    HttpResponse<String> failed = send(request("/v1/results").header("Accept", "text/csv"));
    assertThat(failed.statusCode()).isEqualTo(503);
    assertThat(problem(failed).get("detail").asText()).isEqualTo("the disk is full: make room");
  }

  @Test
  void anExportThatIsReadSlowlyHoldsAFewPagesAlone() throws Exception {
    scripted.results = 1_000_000;
    HttpResponse<InputStream> export =
        client.send(
            request("/v1/results").header("Accept", "application/x-ndjson").build(),
            BodyHandlers.ofInputStream());
    try (InputStream lines = export.body()) {
      assertThat(lines.read()).isEqualTo('{');
      int[] before = {-1};
      await() // until nothing more is asked for
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                boolean quiet = scripted.queries.size() == before[0];
                before[0] = scripted.queries.size();
                return quiet;
              });
      assertThat(scripted.queries.size()).isLessThan(500); // of 5,000 pages: what buffers take
    }
  }

  @Test
  void tooManyQuestionsAtOnceAreRefusedAndTheRestIsAnswered() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    scripted.gate = gate;
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      answers.add(client.sendAsync(request("/v1/results").build(), BodyHandlers.ofString()));
    }
    await()
        .until(
            () ->
                answers.stream().filter(CompletableFuture::isDone).count() >= 90 - 4 - 64
                    && get("/healthz").statusCode() == 200);
    gate.countDown();
    List<Integer> codes = answers.stream().map(each -> each.join().statusCode()).toList();
    assertThat(codes).containsOnly(200, 503);
    assertThat(codes).filteredOn(code -> code == 200).hasSize(68);
    HttpResponse<String> refused =
        answers.stream()
            .map(CompletableFuture::join)
            .filter(response -> response.statusCode() == 503)
            .findFirst()
            .orElseThrow();
    assertThat(refused.headers().firstValue("Retry-After")).contains("2");
    assertThat(code(refused)).isEqualTo("BUSY");
  }

  @Test
  void aSummaryTellsWhatIsNotKnown() throws Exception {
    JsonNode summary =
        json(get("/v1/summary?by=day&from=2026-11-28T00:00:00%2B01:00&to=2026-11-30T00:00:00Z"));
    assertThat(summary.at("/steps/0/start").asText()).isEqualTo("2026-11-29T14:00+01:00");
    assertThat(summary.at("/steps/0/covered").asDouble()).isEqualTo(0.051);
    assertThat(summary.at("/steps/0/labels/person/findings").asInt()).isEqualTo(4);
    assertThat(summary.at("/steps/1/covered").isNull()).isTrue();
    assertThat(summary.get("cameras").toString()).isEqualTo("{\"gate\":3}");
    SummaryQuery query = scripted.summaries.get(0);
    assertThat(query.by()).isEqualTo(Step.DAY);
    assertThat(query.zone()).isEqualTo(ZoneOffset.ofHours(1));
  }

  @Test
  void administratorsErase() throws Exception {
    scripted.results = 12;
    String path = "/v1/results?camera=gate&to=2026-11-29T13:05:00Z";
    assertThat(send(request(path).DELETE()).statusCode()).isEqualTo(401);
    assertThat(json(administrator("DELETE", path + "&dry-run=true")).toString())
        .isEqualTo("{\"results\":12,\"erased\":false}");
    assertThat(scripted.erased).isEmpty();
    assertThat(scripted.audit).isEmpty();

    assertThat(json(administrator("DELETE", path)).toString())
        .isEqualTo("{\"results\":12,\"erased\":true}");
    assertThat(scripted.erased)
        .containsExactly(
            new EraseCriteria(
                Optional.of("gate"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Instant.parse("2026-11-29T13:05:00Z"))));
    assertThat(scripted.audit)
        .containsExactly(
            "erase {\"client\":\"127.0.0.1\",\"token\":\"tasks.admin-token\",\"camera\":\"gate\","
                + "\"label\":null,\"person\":null,"
                + "\"from\":null,\"to\":\"2026-11-29T13:05:00Z\",\"results\":12}");
  }

  @Test
  void administratorsEraseOneResult() throws Exception {
    String path = "/v1/results/m8x2k1-a%2Fb";
    assertThat(send(request(path).DELETE()).statusCode()).isEqualTo(401);
    assertThat(administrator("DELETE", path + "?dry-run=true").statusCode()).isEqualTo(400);
    assertThat(administrator("DELETE", "/v1/results/other").statusCode()).isEqualTo(404);
    assertThat(scripted.erasedIds).isEmpty();
    assertThat(scripted.audit).isEmpty();

    assertThat(json(administrator("DELETE", path)).toString())
        .isEqualTo("{\"results\":1,\"erased\":true}");
    assertThat(scripted.erasedIds).containsExactly("m8x2k1-a/b");
    assertThat(scripted.audit)
        .containsExactly(
            "erase {\"client\":\"127.0.0.1\",\"token\":\"tasks.admin-token\","
                + "\"id\":\"m8x2k1-a/b\",\"results\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?dry-run=true", "?dry-run=maybe&camera=a", "?q=word"})
  void nothingIsErasedWithoutACriterion(String query) throws Exception {
    assertThat(administrator("DELETE", "/v1/results" + query).statusCode()).isEqualTo(400);
    assertThat(scripted.erased).isEmpty();
  }

  @Test
  void administratorsCheckAndCopyTheStore() throws Exception {
    for (String path : List.of("/v1/store/check", "/v1/store/backup")) {
      assertThat(send(request(path).POST(BodyPublishers.noBody())).statusCode()).isEqualTo(401);
    }
    JsonNode report = json(administrator("POST", "/v1/store/check"));
    assertThat(report.get("sound").asBoolean()).isFalse();
    assertThat(report.at("/problems/0").asText()).isEqualTo("a picture is missing");
    HttpResponse<String> copy = administrator("POST", "/v1/store/backup");
    assertThat(copy.headers().firstValue("Content-Type")).contains("application/x-tar");
    assertThat(copy.body().getBytes(UTF_8)).asString(UTF_8).isEqualTo("an archive");
    assertThat(scripted.audit).hasSize(1).allMatch(entry -> entry.startsWith("backup "));
    JsonNode page = json(administrator("GET", "/v1/audit?limit=1"));
    assertThat(page.at("/entries/0/body").asText()).startsWith("backup ");
    assertThat(page.at("/next").asLong()).isEqualTo(1);
    assertThat(page.at("/head/entries").asLong()).isEqualTo(1);
    assertThat(json(administrator("GET", "/v1/audit?after=1")).at("/next").isNull()).isTrue();
    assertThat(administrator("GET", "/v1/audit?limit=501").statusCode()).isEqualTo(400);
  }

  @Test
  void theTokenIsAskedForWhereThereIsOne() throws Exception {
    start(atOnce, Optional.of("a-clients-token-1"), MasterDefaults.GATEWAY.images());
    for (String path :
        List.of("/v1/results", "/v1/results/m8x2k1-1", "/v1/pictures/x", "/v1/summary")) {
      assertThat(get(path).statusCode()).isEqualTo(401);
      assertThat(
              send(request(path).header("Authorization", "Bearer a-clients-token-1")).statusCode())
          .isNotEqualTo(401);
    }
  }

  @Test
  void aMasterWithoutAStoreSaysSo() throws Exception {
    store = null;
    start(atOnce);
    HttpResponse<String> response = get("/v1/results");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(problem(response).get("detail").asText()).contains("store.enabled = true");
  }
}
