package io.lynceus.slave.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.protocol.wire.ClusterSecret;
import java.util.List;
import org.junit.jupiter.api.Test;

class MasterLinkConfigTest {
  private static final ClusterSecret SECRET = ClusterSecret.of("0123456789abcdef");

  @Test
  void eachKeyOutOfItsRangeIsNamed() {
    assertRefused("", 7071, "s", "master.host");
    assertRefused("h", 0, "s", "master.port");
    assertRefused("h", 65_536, "s", "master.port");
    assertRefused("h", 1, " ", "name");
    assertRefused("h", 1, "a\tb", "name");
    assertRefused("h", 1, "x".repeat(65), "name");
    assertThatThrownBy(() -> new MasterLinkConfig("h", 1, SECRET, "s", "1", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theExtremesAreAllowedAndTheSecretStaysHidden() {
    assertThat(config("h", 65_535, "x".repeat(64)).toString()).doesNotContain("0123456789abcdef");
  }

  private static void assertRefused(String host, int port, String name, String key) {
    assertThatThrownBy(() -> config(host, port, name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  private static MasterLinkConfig config(String host, int port, String name) {
    return new MasterLinkConfig(host, port, SECRET, name, "1", List.of(AnalysisDescriptor.EDGES));
  }
}
