package io.lynceus.master.slaves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.master.slaves.SlavesPortConfig.Limits;
import io.lynceus.protocol.wire.ClusterSecret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlavesPortConfigTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final ClusterSecret SECRET = ClusterSecret.of("0123456789abcdef");

  @Test
  void theDefaultsAreInOrderAndHideTheSecret() {
    SlavesPortConfig config = SlavesPortConfig.of("0.0.0.0", SlavesPortConfig.DEFAULT_PORT, SECRET);
    assertThat(config.heartbeat()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.silence()).isEqualTo(Duration.ofSeconds(4));
    assertThat(config.toString()).doesNotContain("0123456789abcdef");
  }

  @Test
  void eachKeyOutOfItsRangeIsNamed() {
    assertRefused(" ", 1, 500, 5000, "slaves.host");
    assertRefused("h", -1, 500, 5000, "slaves.port");
    assertRefused("h", 65_536, 500, 5000, "slaves.port");
    assertRefused("h", 1, 9, 5000, "slaves.heartbeat");
    assertRefused("h", 1, 60_001, 500_000, "slaves.heartbeat");
    assertRefused("h", 1, 500, 999, "slaves.silence");
    assertThatThrownBy(() -> new Limits(0, 1, SECOND, SECOND))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limits(1, 0, SECOND, SECOND))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limits(1, 1, Duration.ZERO, SECOND))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limits(1, 1, SECOND, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theExtremesAreAllowed() {
    config("h", 0, 10, 20);
    config("h", 65_535, 60_000, 120_000);
  }

  private static void assertRefused(
      String host, int port, int heartbeatMillis, int silenceMillis, String key) {
    assertThatThrownBy(() -> config(host, port, heartbeatMillis, silenceMillis))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  private static SlavesPortConfig config(
      String host, int port, int heartbeatMillis, int silenceMillis) {
    return new SlavesPortConfig(
        host,
        port,
        SECRET,
        Duration.ofMillis(heartbeatMillis),
        Duration.ofMillis(silenceMillis),
        Limits.DEFAULT);
  }
}
