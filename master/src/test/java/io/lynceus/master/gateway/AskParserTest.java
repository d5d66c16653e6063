package io.lynceus.master.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Ask;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskParserTest {
  private static final AskParser PARSER = new AskParser(() -> AnalysisCatalog.STANDARD);

  /** Of a master whose slaves have told their labels. */
  private static final AskParser TOLD =
      new AskParser(
          () ->
              AnalysisCatalog.STANDARD.with(
                  List.of(AnalysisDescriptor.OBJECTS.withLabels(List.of("person", "car")))));

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
        "edges;jpeg;stats or png or overlay",
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

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "lables=person;did you mean labels?",
        "analyses=Faecs;did you mean faces?",
        "labels=,;a list with commas",
        "labels=people;did you mean person?",
        "min-score=0.3&min-score=0.5;twice",
        "id=a&id=b;twice"
      })
  void whatWouldSilentlyHaveNoEffectIsRefused(String options, String hint) {
    assertThatThrownBy(() -> TOLD.with(Ask.DEFAULT, pairs(options)))
        .isInstanceOf(BadCommandException.class)
        .hasMessageContaining(hint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "analyses=FACES;analyses=faces",
        "analyses=face,Object;analyses=faces,objects",
        "analyses=faces&analyses=edges;analyses=faces,edges",
        "labels=person&labels=car;labels=person,car",
        "edges=PNG;edges=png",
        "min-score=0.5&min-score=0.5;min-score=0.5",
        "analyses=edges&edges=stats;analyses=edges"
      })
  void whatIsMeantIsTaken(String written, String meant) throws Exception {
    assertThat(TOLD.with(Ask.DEFAULT, pairs(written)))
        .isEqualTo(TOLD.with(Ask.DEFAULT, pairs(meant)));
  }

  @Test
  void anOptionOfAnEarlierCommandMayBeReadByNothing() throws Exception {
    Ask set = TOLD.with(Ask.DEFAULT, pairs("labels=person"));
    assertThat(TOLD.with(set, pairs("analyses=faces")).options()).isEqualTo(set.options());
  }

  @Test
  void aWordInCapitalsIsNoAnalysisThatMayStillCome() throws Exception {
    assertThat(TOLD.with(Ask.DEFAULT, "analyses", "smoke").analyses())
        .containsExactly(new Analysis("smoke"));
    assertThatThrownBy(() -> TOLD.with(Ask.DEFAULT, "analyses", "Smoke"))
        .isInstanceOf(BadCommandException.class);
  }

  private static List<Map.Entry<String, String>> pairs(String options) {
    return Arrays.stream(options.split("&"))
        .map(pair -> pair.split("=", 2))
        .map(pair -> Map.entry(pair[0], pair[1]))
        .toList();
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
