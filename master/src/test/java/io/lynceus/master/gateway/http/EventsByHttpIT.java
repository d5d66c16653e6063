package io.lynceus.master.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.model.event.EventKind;
import io.lynceus.store.result.EventQuery;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events, asked by HTTP. */
@Timeout(60)
class EventsByHttpIT extends ServedHttpPort {
  private final ScriptedStore scripted = new ScriptedStore();

  EventsByHttpIT() throws IOException {}

  @BeforeEach
  void start() throws IOException {
    store = scripted;
    start(atOnce);
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body());
  }

  private HttpResponse<String> post(String path) throws Exception {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  @Test
  void aPageHasEventsAndTheCursorOfTheNext() throws Exception {
    scripted.events = 3;
    JsonNode page = json(get("/v1/events?limit=2"));
    assertThat(page.get("events")).hasSize(2);
    assertThat(page.get("next").asText()).isEqualTo("2");
    JsonNode first = page.at("/events/0");
    assertThat(first.get("kind").asText()).isEqualTo("arrived");
    assertThat(first.get("started").asText()).isEqualTo("2026-11-29T13:05:00.250Z");
    assertThat(first.get("ended").isNull()).as("it goes on").isTrue();
    assertThat(first.get("seen").isNull()).isTrue();
    assertThat(first.at("/best/picture").isNull()).isTrue();
    assertThat(first.at("/best/thumbnail").asText())
        .isEqualTo("/v1/pictures/" + ScriptedStore.SHA256 + "?size=thumb");
    assertThat(page.at("/events/1/seen/by").asText()).isEqualTo("guard");
    assertThat(json(get("/v1/events?limit=2&cursor=2")).get("next").isNull()).isTrue();
  }

  @Test
  void eachParameterReachesTheStore() throws Exception {
    json(
        get(
            "/v1/events?camera=gate&label=traffic%20light&zone=yard&kind=loitering&rule=night"
                + "&from=2026-11-29T14:05:00+01:00&to=2026-11-29T15:05:00Z&seen=false&open=true&limit=7"));
    assertThat(scripted.eventQueries)
        .containsExactly(
            EventQuery.ALL
                .withCamera("gate")
                .withLabel("traffic light")
                .withZone("yard")
                .withKind(EventKind.LOITERING)
                .withRule("night")
                .withTimes(
                    Optional.of(Instant.parse("2026-11-29T13:05:00Z")),
                    Optional.of(Instant.parse("2026-11-29T15:05:00Z")))
                .withSeen(false)
                .withOpen(true)
                .withLimit(7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kind=left",
        "seen=maybe",
        "open=1",
        "camera=A",
        "from=yesterday",
        "limit=0",
        "limit=501",
        "nonsense=1",
        "label=",
        "label=a&label=b",
        "from=1h&to=2h"
      })
  void whatIsWrongIsSaid(String query) throws Exception {
    HttpResponse<String> response = get("/v1/events?" + query);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains(query.split("=", -1)[0]);
    assertThat(scripted.eventQueries).isEmpty();
  }

  @Test
  void oneEventIsMarkedAndUnmarked() throws Exception {
    assertThat(json(post("/v1/events/e1/seen")).get("id").asText()).isEqualTo("e1");
    json(send(request("/v1/events/e1/seen").DELETE()));
    assertThat(scripted.marks).containsExactly("e1 true ", "e1 false ");
    assertThat(post("/v1/events/e9/seen").statusCode()).isEqualTo(404);
    assertThat(get("/v1/events/e9").statusCode()).isEqualTo(404);
    assertThat(json(get("/v1/events/e1")).get("id").asText()).isEqualTo("e1");
  }

  @Test
  void allThatFitAreMarked() throws Exception {
    scripted.events = 12;
    assertThat(json(post("/v1/events/seen?camera=gate")).get("events").asInt()).isEqualTo(12);
    assertThat(scripted.marks).containsExactly("all true ");
    assertThat(scripted.eventQueries).containsExactly(EventQuery.ALL.withCamera("gate"));
    assertThat(post("/v1/events/seen?cursor=1").statusCode()).isEqualTo(400);
  }

  @Test
  void csvHasEachEventAndNoFormula() throws Exception {
    scripted.events = 450;
    HttpResponse<String> response = send(request("/v1/events").header("Accept", "text/csv"));
    String[] lines = response.body().split("\r\n", -1);
    assertThat(lines).hasSize(452);
    assertThat(lines[0])
        .isEqualTo("id,kind,rule,camera,label,zone,started,last,ended,count,quiet,score,best,seen");
    assertThat(lines[1])
        .startsWith("e0,arrived,usual,gate,'=person,yard,2026-11-29T13:05:00.250Z,")
        .endsWith(",1,false,0.87,m8x2k1-1,");
    assertThat(scripted.audit).hasSize(1);
    assertThat(
            send(request("/v1/events?limit=201").header("Accept", "application/x-ndjson"))
                .body()
                .split("\n", -1))
        .hasSize(202);
  }

  @Test
  void withoutAStoreThereIsNone() throws Exception {
    store = null;
    start(atOnce);
    assertThat(get("/v1/events").statusCode()).isEqualTo(404);
    assertThat(get("/v1/events").body()).contains("store.enabled");
  }
}
