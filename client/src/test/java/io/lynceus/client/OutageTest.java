package io.lynceus.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutageTest {
  private final Random random = new Random(1);

  @Test
  void pausesGrowToFiveSecondsAndAreAtLeastHalfOfTheCeiling() {
    Outage outage = new Outage(Duration.ofHours(1), 7);
    for (int ceiling : new int[] {100, 200, 400, 800, 1600, 3200, 5000, 5000}) {
      assertThat(outage.nextPause(7, random).orElseThrow())
          .isBetween(Duration.ofMillis(ceiling / 2), Duration.ofMillis(ceiling));
    }
  }

  @Test
  void theLastAttemptIsAtTheTimeout() {
    Outage outage = new Outage(Duration.ofMillis(10), 0);
    assertThat(outage.nextPause(4_000_000, random)).contains(Duration.ofMillis(6));
    assertThat(outage.nextPause(10_000_000, random)).isEqualTo(Optional.empty());
  }

  @Test
  void aZeroTimeoutMeansNoAttempt() {
    assertThat(new Outage(Duration.ZERO, 0).nextPause(0, random)).isEmpty();
  }
}
