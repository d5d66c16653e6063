package io.lynceus.app.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsTableTest {
  private static JsonNode event(String fields) throws Exception {
    return new ObjectMapper().readTree("{" + fields + "}");
  }

  @Test
  void anEventIsALine() throws Exception {
    List<String> lines =
        EventsTable.lines(
            List.of(
                event(
                    "\"kind\":\"arrived\",\"camera\":\"gate\",\"label\":\"person\",\"zone\":\"yard\","
                        + "\"started\":\"2026-11-29T13:05:00.25Z\",\"ended\":\"2026-11-29T13:06:00Z\","
                        + "\"count\":1,\"seen\":{\"at\":\"x\",\"by\":\"\"}"),
                event(
                    "\"kind\":\"count\",\"camera\":\"front\",\"label\":\"car\\u001b[2J\",\"zone\":null,"
                        + "\"started\":\"2026-11-29T11:05:00Z\",\"ended\":null,\"count\":4,\"seen\":null")),
            ZoneOffset.UTC,
            Instant.parse("2026-11-29T14:05:00Z"));
    assertThat(lines.get(0)).matches("TIME +CAMERA +ZONE +WHAT +FOR +STATE +SEEN");
    assertThat(lines.get(1))
        .matches("2026-11-29 13:05:00 +gate +yard +person arrived +59 s +over +yes");
    assertThat(lines.get(2)).contains("front", "-", " x4 count", "3 h", "there", "no");
    assertThat(lines.get(2)).doesNotContain("\u001b");
  }
}
