package io.lynceus.common.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ByteAllowanceTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private long now = Long.MAX_VALUE - 10 * SECOND; // the clock may wrap
  private final ByteAllowance allowance = new ByteAllowance(1000, 100, 500, () -> now);

  @Test
  void theBurstIsThereAtOnceAndTheRestComesWithTime() {
    assertThat(allowance.take(400)).isZero();
    assertThat(allowance.take(500)).isZero();
    assertThat(allowance.take(200)).isEqualTo(SECOND);
    now += 2 * SECOND;
    assertThat(allowance.take(100)).isZero();
    assertThat(allowance.take(1)).isPositive();
  }

  @Test
  void whoComesLaterWaitsLonger() {
    allowance.take(500);
    allowance.take(500);
    assertThat(allowance.take(100)).isEqualTo(SECOND);
    assertThat(allowance.take(100)).isEqualTo(2 * SECOND);
    assertThat(allowance.take(100)).isEqualTo(3 * SECOND);
  }

  @Test
  void aReaderOfPagesOfAnySizeWhoKeepsToAPaceNeverWaits() {
    for (int page = 0; page < 1000; page++) {
      assertThat(allowance.take(Integer.MAX_VALUE)).isZero();
      now += 5 * SECOND;
    }
  }

  @Test
  void itIsNeverMoreThanFull() {
    now += 1000 * SECOND;
    allowance.give(1 << 20);
    allowance.take(500);
    allowance.take(500);
    assertThat(allowance.take(100)).isEqualTo(SECOND);
    allowance.give(300);
    assertThat(allowance.take(200)).isZero();
  }
}
