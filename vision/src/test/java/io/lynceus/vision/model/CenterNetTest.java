package io.lynceus.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Box;
import io.lynceus.model.Findings.Detection;
import io.lynceus.vision.image.Size;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CenterNetTest {
  private static final int SIDE = 16;
  private static final int CELLS = SIDE * SIDE;
  private static final int PERSON = 0;
  private static final int CAR = 2;

  /** 128x128 pixels, shown to the network at half size without padding. */
  private final Letterbox letterbox = Letterbox.centred(new Size(128, 128), 64);

  private final float[] heat = new float[80 * CELLS];
  private final float[] sides = new float[4 * CELLS];

  @Test
  void aPeakBecomesABoxInPicturePixels() {
    peak(CAR, 8, 4, 0.75f);
    sides(8, 4, 10, 6, 4, 2);

    assertThat(decode(0.3))
        .containsExactly(Detection.labelled("car", 0.75f, new Box(44, 20, 28, 16)));
  }

  @Test
  void aCellBesideAHigherOneIsNoPeak() {
    peak(PERSON, 8, 4, 0.9f);
    peak(PERSON, 9, 5, 0.8f);

    assertThat(decode(0.3)).hasSize(1);
  }

  @Test
  void cellsAtOppositeBordersAreNoNeighbours() {
    peak(PERSON, SIDE - 1, 4, 0.9f);
    peak(PERSON, 0, 5, 0.8f);
    peak(CAR, 3, SIDE - 1, 0.9f);
    peak(CAR + 1, 3, 0, 0.8f);

    assertThat(decode(0.3)).hasSize(4);
  }

  @Test
  void theThresholdItselfCounts() {
    peak(PERSON, 8, 4, 0.5f);

    assertThat(decode(0.5)).hasSize(1);
    assertThat(decode(Math.nextUp(0.5))).isEmpty();
  }

  @Test
  void onlyTheBestOfOverlappingObjectsOfOneLabelIsKept() {
    peak(PERSON, 8, 8, 0.6f);
    peak(PERSON, 8, 10, 0.7f);
    peak(CAR, 8, 8, 0.5f);
    sides(8, 8, 32, 32, 32, 32);
    sides(8, 10, 32, 32, 32, 32);

    assertThat(decode(0.3))
        .extracting(box -> box.label().orElseThrow(), Detection::score)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("person", 0.7f),
            org.assertj.core.groups.Tuple.tuple("car", 0.5f));
  }

  @Test
  void unwantedLabelsAreLeftOut() {
    peak(PERSON, 8, 8, 0.6f);
    peak(CAR, 2, 2, 0.5f);

    assertThat(CenterNet.decode(outputs(), letterbox, 0.3, 0.5, "car"::equals))
        .extracting(box -> box.label().orElseThrow())
        .containsExactly("car");
  }

  @Test
  void aThresholdOfZeroIsBounded() {
    Arrays.fill(heat, 0.001f);

    assertThat(decode(0)).hasSize(BestScores.MAX);
  }

  @Test
  void theLabelsAreThoseOfCoco() {
    assertThat(CocoLabels.of(0)).isEqualTo("person");
    assertThat(CocoLabels.of(24)).isEqualTo("backpack");
    assertThat(CocoLabels.of(28)).isEqualTo("suitcase");
    assertThat(CocoLabels.of(79)).isEqualTo("toothbrush");
    assertThatThrownBy(() -> CocoLabels.of(80)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private void peak(int label, int x, int y, float score) {
    heat[label * CELLS + y * SIDE + x] = score;
  }

  private void sides(int x, int y, float left, float up, float right, float down) {
    float[] values = {left, up, right, down};
    for (int i = 0; i < 4; i++) {
      sides[i * CELLS + y * SIDE + x] = values[i];
    }
  }

  private List<Detection> decode(double minScore) {
    return CenterNet.decode(outputs(), letterbox, minScore, 0.5, label -> true);
  }

  private Outputs outputs() {
    return new Outputs(
        Map.of("heatmap", FloatBuffer.wrap(heat), "wh", FloatBuffer.wrap(sides)), () -> {});
  }
}
