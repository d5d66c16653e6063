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

  @Test
  void whatIsRepeatedIsOneLineAMinuteOfEachAddress() {
    int lines = 0;
    int others = 0;
    for (int second = 0; second < 600; second += 2) {
      now = Instant.EPOCH.plusSeconds(second);
      lines += log.refused("10.0.0.7:" + (40_000 + second), "wrong secret") ? 1 : 0;
      now = now.plusSeconds(1);
      others += second % 60 == 0 && log.refused("10.0.0.8:1", "wrong secret") ? 1 : 0;
    }
    assertThat(lines).isEqualTo(10);
    assertThat(others).as("another address has its own lines").isEqualTo(10);
    assertThat(log.refused("10.0.0.7:1", "another reason")).as("and so has a reason").isTrue();
  }

  @Test
  void aHostOfAddressesTakesLittleMemoryAndKeepsItsLines() {
    for (int i = 0; i < 300; i++) {
      assertThat(log.refused("10.0." + i + ".1:1", "no")).isTrue();
      now = now.plusMillis(100).plusSeconds(1);
      assertThat(log.refused("10.0." + i + ".1:2", "no")).isFalse();
    }
  }
}
