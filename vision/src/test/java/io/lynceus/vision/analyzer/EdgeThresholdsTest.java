package io.lynceus.vision.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EdgeThresholdsTest {
  private final EdgesConfig config = new EdgesConfig(0, 0.8, 0.5, 10);

  @Test
  void theAskedShareOfPixelsStaysBelow() {
    int[] histogram = new int[100];
    histogram[0] = 50;
    histogram[20] = 30;
    histogram[60] = 20;

    assertThat(EdgeThresholds.of(histogram, config)).isEqualTo(new EdgeThresholds(10, 20));
    histogram[60] = 21;
    assertThat(EdgeThresholds.of(histogram, config)).isEqualTo(new EdgeThresholds(30, 60));
  }

  @Test
  void theUpperThresholdHasAFloor() {
    int[] histogram = new int[100];
    histogram[3] = 1000;

    assertThat(EdgeThresholds.of(histogram, config)).isEqualTo(new EdgeThresholds(5, 10));
  }

  @Test
  void aShareOfOneIsTheStrongestGradient() {
    int[] histogram = {5, 0, 0, 1};
    EdgesConfig all = new EdgesConfig(0, 1, 1, 0);

    assertThat(EdgeThresholds.of(histogram, all)).isEqualTo(new EdgeThresholds(3, 3));
  }
}
