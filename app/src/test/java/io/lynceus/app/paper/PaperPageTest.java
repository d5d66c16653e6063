package io.lynceus.app.paper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.app.paper.PaperResult.Loss;
import io.lynceus.app.paper.PaperResult.Technique;
import io.lynceus.app.paper.PaperResult.Times;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaperPageTest {
  private static final PaperResult RESULT =
      new PaperResult(
          2,
          5,
          3,
          List.of(new Times(4, 0.4, 0.25, 0.2), new Times(40, 4, 2.5, 2)),
          List.of(
              new Technique(
                  "faces",
                  "deep network",
                  Optional.of(7L),
                  Optional.of(5),
                  Optional.of(12.34),
                  Optional.empty()),
              new Technique(
                  "faces",
                  "Haar cascade",
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of("install <opencv-data>"))),
          new Loss(40, 39, 6));

  private static String page() {
    return new PaperPage(RESULT).markup(LocalDateTime.of(2026, 12, 1, 2, 0));
  }

  @Test
  void theFiguresOfTheLargestNumberStandAbove() {
    assertThat(page())
        .contains("<dt>Speed-up</dt><dd>2.00×")
        .contains("<dt>Efficiency</dt><dd>100 %")
        .contains("<dd>20.0<small>10.0 one after the other")
        .contains("tile bad\"><dt>Complete, a slave killed</dt><dd>39/40");
  }

  @Test
  void whatCannotBeHadIsUnknownAndSaysWhy() {
    assertThat(page())
        .contains("unknown: install &lt;opencv-data&gt;")
        .doesNotContain("<opencv-data>");
    assertThat(page()).contains("<td>7</td><td>5</td><td>12.3 ms</td>");
  }

  @Test
  void promisesHaveTheFiguresOfThisRun() {
    assertThat(page())
        .contains("40 pictures 2.00 times as fast with 3 slaves on 2 processors")
        .contains("a slave was killed: 39 of 40 pictures complete")
        .doesNotContain("{speed}")
        .doesNotContain("{loss}");
  }

  @Test
  void oneNumberOfPicturesHasAChartToo() {
    PaperResult single =
        new PaperResult(2, 5, 2, RESULT.times().subList(0, 1), RESULT.techniques(), RESULT.loss());
    assertThat(new PaperPage(single).markup(LocalDateTime.MIN.withYear(2026)))
        .contains("<svg")
        .doesNotContain("NaN")
        .doesNotContain("Infinity");
  }

  @Test
  void inJsonWhatIsNotKnownIsNull() throws Exception {
    JsonNode json = new ObjectMapper().readTree(RESULT.json());
    assertThat(json.at("/times/1/speedUp").doubleValue()).isEqualTo(2.0);
    assertThat(json.at("/times/1/efficiency").doubleValue()).isEqualTo(1.0);
    assertThat(json.at("/techniques/0/found").longValue()).isEqualTo(7);
    assertThat(json.at("/techniques/1/found").isNull()).isTrue();
    assertThat(json.at("/killedSlave/complete").intValue()).isEqualTo(39);
  }
}
