package io.lynceus.common.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
  private Instant now = Instant.EPOCH;
  private final RefusalLog log = new RefusalLog("slaves' port", () -> now);

  @Test
  void aFloodOfStrangersIsOneLineASecond() {
    assertThat(log.refused("a", "no")).isTrue();
    assertThat(log.refused("b", "no")).isFalse();
    now = now.plusMillis(999);
    assertThat(log.refused("c", "no")).isFalse();
    now = now.plusMillis(1);
    assertThat(log.refused("d", "no")).isTrue();
    assertThat(log.refused("e", "no")).isFalse();
  }
}
