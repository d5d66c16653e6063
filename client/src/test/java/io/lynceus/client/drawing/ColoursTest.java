package io.lynceus.client.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.common.page.FindingKind;
import java.awt.Color;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ColoursTest {
  @Test
  void blackTextCanBeReadOnEveryColour() {
    for (FindingKind kind : FindingKind.values()) {
      assertThat(contrastWithBlack(Colours.of(kind))).isGreaterThan(4.5);
    }
  }

  @Test
  void eachKindHasItsOwnColourAndItsLabelsShareIt() {
    assertThat(Arrays.stream(FindingKind.values()).map(Colours::of)).doesNotHaveDuplicates();
    assertThat(Colours.of("car")).isEqualTo(Colours.of("truck"));
    assertThat(Colours.of("dog")).isNotEqualTo(Colours.of("car"));
    assertThat(Colours.of("Person")).isEqualTo(Colours.of(FindingKind.PERSON));
    assertThat(Colours.of("umbrella")).isEqualTo(Colours.of(FindingKind.OTHER));
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
