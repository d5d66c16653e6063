package io.lynceus.vision.selection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Box;
import io.lynceus.model.Findings.Detection;
import java.util.List;
import org.junit.jupiter.api.Test;

class RivalLabelsTest {
  private static final Detection CAT = object("cat", 0.34f, 0, 100);

  @Test
  void ofTwoLabelsOnOneBoxTheBetterCounts() {
    assertThat(RivalLabels.best(List.of(CAT, object("dog", 0.32f, 1, 100)), 0.8))
        .containsExactly(CAT);
  }

  @Test
  void aPersonOnAHorseStays() {
    List<Detection> both = List.of(object("person", 0.8f, 0, 100), object("horse", 0.7f, 30, 100));

    assertThat(RivalLabels.best(both, 0.8)).isEqualTo(both);
  }

  @Test
  void anOverlapOfExactlyTheLimitIsAllowed() {
    List<Detection> both = List.of(CAT, object("dog", 0.32f, 0, 80));

    assertThat(RivalLabels.best(both, 0.8)).isEqualTo(both);
    assertThat(RivalLabels.best(both, 0.79)).containsExactly(CAT);
  }

  @Test
  void oneLabelIsNoRivalOfItself() {
    List<Detection> twins = List.of(CAT, object("cat", 0.33f, 0, 100));

    assertThat(RivalLabels.best(twins, 0.8)).isEqualTo(twins);
  }

  @Test
  void withALimitOf1BothCount() {
    List<Detection> both = List.of(CAT, object("dog", 0.32f, 0, 100));

    assertThat(RivalLabels.best(both, 1)).isEqualTo(both);
  }

  private static Detection object(String label, float score, float x, float width) {
    return Detection.labelled(label, score, new Box(x, 0, width, 100));
  }
}
