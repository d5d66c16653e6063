package io.lynceus.master.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.master.cameras.Cameras;
import io.lynceus.master.cameras.CamerasConfig;
import io.lynceus.model.Camera;
import io.lynceus.model.ledger.LineCount;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who came in, asked by HTTP. */
@Timeout(60)
class LedgerByHttpIT extends ServedHttpPort {
  private static final Camera HALL = new Camera("hall");

  @TempDir private Path folder;

  private final ScriptedStore scripted = new ScriptedStore();
  private final Instant begin = LineCount.quarter(Instant.now().minusSeconds(7200));

  LedgerByHttpIT() throws IOException {}

  @BeforeEach
  void start() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("cameras.conf"),
            """
            lines.door { camera = hall, from = [0, 0.5], to = [1, 0.5], in = left }
            areas.hall { title = "Big hall", in = [door], capacity = 9 }
            areas.attic { in = [door] }
            """);
    cameras =
        Cameras.open(new CamerasConfig(Optional.of(file), true, Set.of()), InstantSource.system());
    store = scripted;
    start(atOnce);
    for (int i = 0; i < 8; i++) {
      Instant quarter = begin.plusSeconds(900L * i);
      scripted.counts.add(new LineCount("door", HALL, quarter, 3, 1, 1, 900_000, 900));
    }
  }

  @AfterEach
  void end() {
    cameras.close();
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body());
  }

  @Test
  void rowsHaveNumbersWithTheirBoundsAndNullForWhatIsNotKnown() throws Exception {
    JsonNode answer = json(get("/v1/ledger?area=hall&from=1d"));
    assertThat(answer.get("by").asText()).isEqualTo("hour");
    assertThat(answer.at("/areas/0/title").asText()).isEqualTo("Big hall");
    assertThat(answer.at("/areas/0/capacity").asInt()).isEqualTo(9);
    assertThat(answer.at("/rows/0/in").isNull()).as("nothing was seen a day ago").isTrue();
    assertThat(answer.at("/rows/0/covered").asDouble()).isZero();
    int in = 0;
    for (JsonNode row : answer.get("rows")) {
      assertThat(row.get("area").asText()).isEqualTo("hall");
      if (row.hasNonNull("in")) {
        in += row.at("/in/count").asInt();
        assertThat(row.at("/in/low").asInt()).isLessThanOrEqualTo(row.at("/in/count").asInt());
      }
    }
    assertThat(in).isEqualTo(24);
  }

  @Test
  void anHourOfWhichAPartIsAskedForIsWhole() throws Exception {
    Instant hour =
        begin
            .plusSeconds(3599)
            .atZone(ZoneId.systemDefault())
            .truncatedTo(ChronoUnit.HOURS)
            .toInstant();
    JsonNode answer =
        json(
            get(
                "/v1/ledger?area=hall&from=%s&to=%s"
                    .formatted(hour.plusSeconds(600), hour.plusSeconds(1200))));
    assertThat(answer.get("rows")).hasSize(1);
    assertThat(answer.at("/rows/0/in/count").asInt()).isEqualTo(12);
    assertThat(answer.at("/rows/0/covered").asDouble()).isEqualTo(1);
  }

  @Test
  void csvAndNdjsonHaveALineForEachRow() throws Exception {
    String csv = send(request("/v1/ledger?by=day").header("Accept", "text/csv")).body();
    assertThat(csv).startsWith("area,from,to,in,in_low,in_high,out,");
    assertThat(csv).contains("hall,").contains("attic,");
    String lines =
        send(request("/v1/ledger?area=hall").header("Accept", "application/x-ndjson")).body();
    assertThat(lines.lines()).hasSizeBetween(24, 26).allMatch(line -> line.startsWith("{"));
  }

  @ParameterizedTest
  @CsvSource({
    "area=hal, there is no area 'hal' (did you mean hall?)",
    "by=week, by is hour or day",
    "from=1h&to=2h, from is before to",
    "from=9000w, from and to are at most 5000 hours apart for 2 areas",
    "from=9000w&area=hall&by=day, from and to are at most 10000 days apart for 1 areas",
    "line=door, there is no parameter 'line'",
    "area=hall&area=hall, area is there twice",
  })
  void whatIsWrongIsTold(String query, String message) throws Exception {
    HttpResponse<String> response = get("/v1/ledger?" + query);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains(message);
  }
}
