package io.lynceus.client.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import org.junit.jupiter.api.Test;

class ColoursTest {
  @Test
  void blackTextCanBeReadOnEveryColour() {
    for (int i = 0; i < 1000; i++) {
      assertThat(contrastWithBlack(Colours.of("label " + i))).isGreaterThan(4.5);
    }
    assertThat(contrastWithBlack(Colours.FACE)).isGreaterThan(4.5);
  }

  @Test
  void labelsOfOneSceneHaveDistinctColours() {
    assertThat(Colours.of("car")).isNotEqualTo(Colours.of("truck"));
    assertThat(Colours.of("dog")).isNotEqualTo(Colours.of("cat"));
    assertThat(Colours.of("dog")).isEqualTo(Colours.of("dog"));
  }

  @Test
  void cssHasSixDigits() {
    assertThat(Colours.css(new Color(0, 10, 255))).isEqualTo("#000aff");
  }

  /** WCAG 2.1, contrast ratio. */
  private static double contrastWithBlack(Color colour) {
    double luminance =
        0.2126 * linear(colour.getRed())
            + 0.7152 * linear(colour.getGreen())
            + 0.0722 * linear(colour.getBlue());
    return (luminance + 0.05) / 0.05;
  }

  private static double linear(int channel) {
    double value = channel / 255.0;
    return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
