package io.lynceus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
  private static final Vocabulary LABELS =
      new Vocabulary(List.of("person", "cell phone", "Fußgänger"), List.of("person"));

  @ParameterizedTest
  @ValueSource(strings = {"cell phone", "Cell-Phone", "cell_phone", "cellphone", "CELL\u00a0PHONE"})
  void aLabelIsFoundInAnyCaseAndWithAnythingBetweenItsWords(String written) {
    assertThat(LABELS.own(written)).contains("cell phone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FUSSGÄNGER", "fußga\u0308nger"})
  void lettersBeyondAsciiAreComparedAsReadersDo(String written) {
    assertThat(LABELS.own(written)).contains("Fußgänger");
  }

  @Test
  void optionsGetTheNetworksSpelling() {
    AskOptions options = AskOptions.NONE.with("labels", "PERSON,smoke,CellPhone");
    assertThat(LABELS.spell(options).list("labels"))
        .containsExactly("person", "smoke", "cell phone");
    assertThat(Vocabulary.NONE.spell(options)).isEqualTo(options);
  }

  @Test
  void onlyWhatTheNetworkKnowsCanBeCountedAsZero() {
    assertThat(LABELS.canCount("Person")).isTrue();
    assertThat(LABELS.canCount("people")).isFalse();
    assertThat(Vocabulary.NONE.canCount("person")).isFalse();
    assertThat(AnalysisDescriptor.FACES.labels().canCount("face")).isTrue();
    assertThat(AnalysisDescriptor.OBJECTS.withLabels(List.of("cow")).labels().canCount("person"))
        .as("a network without people")
        .isFalse();
  }

  @Test
  void labelsThatNobodyCouldAskForAreRefused() {
    assertRefused(List.of("a,b"), "comma");
    assertRefused(List.of(" - "), "blank");
    assertRefused(List.of("hot dog", "Hotdog"), "tell");
    assertThat(new Vocabulary(List.of("crane", "crane"), List.of()).labels())
        .containsExactly("crane");
  }

  @Test
  void thereMayBeSoManyLabelsOfSuchALengthAndNoMore() {
    List<String> most =
        IntStream.range(0, Vocabulary.MAX_LABELS).mapToObj(i -> "label" + i).toList();
    assertThat(new Vocabulary(most, List.of()).labels()).hasSize(Vocabulary.MAX_LABELS);
    assertRefused(Collections.nCopies(Vocabulary.MAX_LABELS + 1, "x"), "at most");
    String longest = "x".repeat(Findings.MAX_LABEL_CHARS);
    assertThat(new Vocabulary(List.of(longest), List.of()).knows(longest)).isTrue();
    assertRefused(List.of(longest + "x"), "at most");
  }

  private static void assertRefused(List<String> labels, String why) {
    assertThatThrownBy(() -> new Vocabulary(labels, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
