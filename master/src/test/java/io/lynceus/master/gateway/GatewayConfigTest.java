package io.lynceus.master.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.image.ImageLimits;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayConfigTest {

  private static GatewayConfig config(String host, int port, Optional<String> token) {
    return new GatewayConfig(
        host,
        port,
        new GatewayConfig.Tokens(token, Optional.empty()),
        ImageLimits.DEFAULT,
        GatewayLimits.DEFAULT,
        Timeouts.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void anAddressThatOtherMachinesReachNeedsAToken(String host) {
    assertThatThrownBy(() -> config(host, 0, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tasks.token");
    assertThat(config(host, 0, Optional.of("t")).address().getPort()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1"})
  void anAddressOfThisMachineNeedsNoToken(String host) {
    assertThat(config(host, 7070, Optional.empty()).address().getPort()).isEqualTo(7070);
  }

  @Test
  void portsAndTokensAreChecked() {
    assertThat(config("127.0.0.1", 65535, Optional.empty()).port()).isEqualTo(65535);
    assertThatThrownBy(() -> config("127.0.0.1", 65536, Optional.empty()))
        .hasMessageContaining("tasks.port");
    assertThatThrownBy(() -> config("127.0.0.1", -1, Optional.empty()))
        .hasMessageContaining("tasks.port");
    assertThatThrownBy(() -> config("127.0.0.1", 1, Optional.of("")))
        .hasMessageContaining("tasks.token");
  }
}
