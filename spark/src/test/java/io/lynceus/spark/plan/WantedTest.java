package io.lynceus.spark.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WantedTest {

  @Test
  void asksAsSubmitDoes() {
    Ask ask = Wanted.of(List.of("faces", "objects"), Map.of("min-score", "0.50")).ask();

    assertThat(ask.analyses()).containsExactly(Analysis.OBJECTS, Analysis.FACES);
    assertThat(ask.options().number("min-score")).hasValue(0.5);
    assertThat(ask.countsCorners()).isFalse();
    assertThat(Wanted.of(List.of(), Map.of()).ask().countsCorners()).isTrue();
    assertThat(Wanted.of(List.of(), Map.of("corners", "points")).ask().countsCorners()).isFalse();
  }

  @Test
  void theSameQuestionHasTheSameText() {
    assertThat(Wanted.of(List.of("faces", "objects"), Map.of("tiles", "3")).text())
        .isEqualTo(Wanted.of(List.of("objects", "faces"), Map.of("tiles", "3")).text())
        .isNotEqualTo(Wanted.of(List.of("objects", "faces"), Map.of("tiles", "4")).text());
  }

  @Test
  void saysWhichOptionIsWrong() {
    assertThatThrownBy(() -> Wanted.of(List.of(), Map.of("min-scroe", "1")))
        .hasMessageContaining("min-scroe");
    assertThatThrownBy(() -> Wanted.of(List.of(), Map.of("min-score", "much")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
