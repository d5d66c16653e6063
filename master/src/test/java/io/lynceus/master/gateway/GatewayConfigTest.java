package io.lynceus.master.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.master.MasterDefaults;
import java.util.List;
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
        MasterDefaults.GATEWAY.images(),
        MasterDefaults.GATEWAY.limits(),
        MasterDefaults.GATEWAY.timeouts());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void anAddressThatOtherMachinesReachNeedsAToken(String host) {
    assertThatThrownBy(() -> config(host, 0, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tasks.token");
    assertThat(config(host, 0, Optional.of("0123456789abcdef")).address().getPort()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1"})
  void anAddressOfThisMachineNeedsNoToken(String host) {
    assertThat(config(host, 7070, Optional.empty()).address().getPort()).isEqualTo(7070);
  }

  @Test
  void aTokenIsLongEnoughNotToBeGuessed() {
    for (String token : List.of("", "0123456789abcde")) {
      assertThatThrownBy(() -> config("127.0.0.1", 1, Optional.of(token)))
          .hasMessage(
              "tasks.token is at least 16 characters long (openssl rand -hex 32 makes one), not %d"
                      .formatted(token.length())
                  + " characters long");
      assertThatThrownBy(() -> new GatewayConfig.Tokens(Optional.empty(), Optional.of(token)))
          .hasMessageContaining("tasks.admin-token is at least 16 characters long");
    }
  }
}
