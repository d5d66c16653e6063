package io.lynceus.master.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.Ask;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskParserTest {
  private static final AskParser PARSER = new AskParser(() -> AnalysisCatalog.STANDARD);

  @ParameterizedTest
  @CsvSource({"500ms,500", "10s,10000", "1500,1500", "1,1", "3600s,3600000"})
  void aDeadlineIsMillisecondsUnlessItSaysSeconds(String value, long millis) throws Exception {
    assertThat(PARSER.with(Ask.DEFAULT, "deadline", value).deadline())
        .contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "deadline;0;from 1ms",
        "deadline;3601s;3600s",
        "deadline;1.5s;such as",
        "deadline;9999999999;such as",
        "analyses;faces,Smoke;objects,faces,edges,corners",
        "analyses;,;objects,faces,edges,corners",
        "edges;jpeg;stats or png",
        "min-score;1.01;0 to 1",
        "min-score;NaN;0 to 1",
        "min-score;high;0 to 1",
        "id;a b;printable",
        "id;a\"b;printable",
        "id;a\\b;printable",
        "id;é;printable",
        "color;red;min-score",
        "camera;Gate 1;a-z 0-9",
        "time;yesterday;2026-11-29T14:05:00+01:00",
        "time;2026-11-29T14:05:00;with its offset"
      })
  void aRefusalSaysWhatIsAllowed(String key, String value, String hint) {
    assertThatThrownBy(() -> PARSER.with(Ask.DEFAULT, key, value))
        .isInstanceOf(BadCommandException.class)
        .hasMessageContaining(hint);
  }

  @Test
  void labelsAreBoundedInNumberAndLength() throws Exception {
    String hundred = "x".repeat(64) + ",y".repeat(99);

    assertThat(PARSER.with(Ask.DEFAULT, "labels", hundred).options().list("labels")).hasSize(100);
    assertThatThrownBy(() -> PARSER.with(Ask.DEFAULT, "labels", hundred + ",z"))
        .isInstanceOf(BadCommandException.class);
    assertThatThrownBy(() -> PARSER.with(Ask.DEFAULT, "labels", "x".repeat(65)))
        .isInstanceOf(BadCommandException.class);
  }

  @Test
  void anIdIsBounded() throws Exception {
    String longest = "!~".repeat(64);

    assertThat(PARSER.with(Ask.DEFAULT, "id", longest).id()).contains(longest);
    assertThatThrownBy(() -> PARSER.with(Ask.DEFAULT, "id", longest + "x"))
        .isInstanceOf(BadCommandException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "id,1",
    "name,a",
    "analyses,edges",
    "edges,png",
    "labels,person",
    "min-score,0.5",
    "deadline,1s",
    "camera,gate_1",
    "time,1795961100000"
  })
  void anEmptyValueIsTheDefault(String key, String value) throws Exception {
    Ask changed = PARSER.with(Ask.DEFAULT, key, value);

    assertThat(changed).isNotEqualTo(Ask.DEFAULT);
    assertThat(PARSER.with(changed, key, "")).isEqualTo(Ask.DEFAULT);
  }
}
