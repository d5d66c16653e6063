package io.lynceus.slave.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OutageLogTest {
  private Instant now = Instant.EPOCH;
  private final OutageLog log = new OutageLog("master:7071", () -> now);

  @Test
  void theFirstFailureAndEachNewReasonAreSaidAtOnce() {
    assertThat(log.failed("refused")).isTrue();
    assertThat(log.failed("refused")).isFalse();
    assertThat(log.failed("wrong secret")).isTrue();
    assertThat(log.failed("wrong secret")).isFalse();
  }

  @Test
  void aNightWithoutMasterIsAPageOfLog() {
    int lines = 0;
    for (Duration night = Duration.ZERO;
        night.compareTo(Duration.ofHours(8)) < 0;
        night = night.plusSeconds(5)) {
      lines += log.failed("refused") ? 1 : 0;
      now = now.plusSeconds(5);
    }
    assertThat(lines).isBetween(40, 60);
  }

  @Test
  void afterAConnectionTheNextFailureIsAFirstOne() {
    log.failed("refused");
    log.connected();
    assertThat(log.failed("refused")).isTrue();
  }
}
