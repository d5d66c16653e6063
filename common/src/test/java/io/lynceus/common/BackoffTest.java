package io.lynceus.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(new Random(1));

  @Test
  void theWaitsDoubleFromATenthOfASecondToTwoSeconds() {
    for (int ceiling : new int[] {100, 200, 400, 800, 1600, 2000, 2000, 2000}) {
      assertThat(backoff.next())
          .isBetween(Duration.ofMillis(ceiling / 2), Duration.ofMillis(ceiling));
    }
  }

  @Test
  void slavesDoNotWaitForTheSameTimes() {
    assertThat(backoff.next()).isNotEqualTo(new Backoff(new Random(2)).next());
  }

  @Test
  void afterASuccessTheWaitsStartAgain() {
    for (int i = 0; i < 10; i++) {
      backoff.next();
    }
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(Backoff.FIRST);
  }
}
