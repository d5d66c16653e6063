package io.lynceus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnalysisOptionTest {
  private static final AnalysisOption SCORE = AnalysisOption.number("score", "", 0, 1);
  private static final AnalysisOption LABELS = AnalysisOption.list("labels", "");
  private static final AnalysisOption EDGES = AnalysisOption.oneOf("edges", "", "stats", "png");

  @Test
  void valuesHaveOneForm() {
    assertThat(SCORE.canonical("0.50")).isEqualTo("0.5");
    assertThat(SCORE.canonical("-0")).isEqualTo(SCORE.canonical("0"));
    assertThat(LABELS.canonical(" a ,, b c,")).isEqualTo("a,b c");
    assertThat(EDGES.canonical("stats")).as("the default").isEqualTo(EDGES.canonical(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0000001", "-0.1", "NaN", "high"})
  void aNumberOutOfItsBoundsIsRefusedAndTheBoundsAreNamed(String value) {
    assertThatThrownBy(() -> SCORE.canonical(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("score is a number from 0 to 1");
  }

  @Test
  void aWordThatDoesNotExistIsRefusedAndTheWordsAreNamed() {
    assertThatThrownBy(() -> EDGES.canonical("jpeg"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stats or png");
  }

  @Test
  void helpShowsWhatCanBeSet() {
    assertThat(List.of(SCORE, LABELS, EDGES))
        .extracting(AnalysisOption::usage)
        .containsExactly("score=0..1", "labels=LIST", "edges=stats|png");
  }
}
