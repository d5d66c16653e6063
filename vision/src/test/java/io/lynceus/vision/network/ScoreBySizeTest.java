package io.lynceus.vision.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreBySizeTest {
  private final ScoreBySize bySize = new ScoreBySize(64, 0.5, Set.of("person"));

  @Test
  void aBoxOfTheSideKeepsItsScore() {
    assertThat(ScoreBySize.multiplied(0.37, bySize.factor("cup", 64))).isEqualTo(0.37);
  }

  @Test
  void theOddsGrowWithThePowerOfTheSize() {
    assertThat(bySize.factor("cup", 4 * 64)).isCloseTo(2, within(1e-12));
    assertThat(bySize.factor("cup", 64 / 4.0)).isCloseTo(0.5, within(1e-12));
    // Odds of 1 to 3 become 2 to 3, and 1 to 6.
    assertThat(ScoreBySize.multiplied(0.25, 2)).isCloseTo(0.4, within(1e-12));
    assertThat(ScoreBySize.multiplied(0.25, 0.5)).isCloseTo(1 / 7.0, within(1e-12));
  }

  @Test
  void smallOnesOfSomeLabelsKeepTheirScoreAndLargeOnesGain() {
    assertThat(bySize.factor("person", 16)).isEqualTo(1);
    assertThat(bySize.factor("person", 256)).isCloseTo(2, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 1, 30})
  void certaintyStays(double factor) {
    assertThat(ScoreBySize.multiplied(0, factor)).isZero();
    assertThat(ScoreBySize.multiplied(1, factor)).isEqualTo(1);
  }
}
