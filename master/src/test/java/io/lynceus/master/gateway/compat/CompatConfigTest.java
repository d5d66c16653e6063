package io.lynceus.master.gateway.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.common.http.AllowedHosts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CompatConfigTest {
  private static final String TOKEN = "0123456789abcdef";

  private static CompatConfig config(String host, int port, String token, boolean open) {
    return new CompatConfig(
        host,
        port,
        CompatDialect.DEEPSTACK,
        CompatConfig.Access.of(token, open, AllowedHosts.NONE),
        Duration.ofSeconds(20),
        0.4);
  }

  @Test
  void aPortThatOtherMachinesReachNeedsATokenOrIsMeantToBeOpen() {
    assertThatThrownBy(() -> config("0.0.0.0", 5000, "", false).requireGuarded(false))
        .hasMessageContaining("compat.host 0.0.0.0 can be reached from other machines")
        .hasMessageContaining("compat.open");
    config("0.0.0.0", 5000, "", false).requireGuarded(true);
    config("0.0.0.0", 5000, "", true).requireGuarded(false);
    config("0.0.0.0", 5000, TOKEN, false).requireGuarded(false);
    config("127.0.0.1", 5000, "", false).requireGuarded(false);
    config("0.0.0.0", 0, "", false).requireGuarded(false); // there is no such port
  }

  @Test
  void aTokenIsLongEnoughAndNotShownAndNotForAnOpenPort() {
    assertThatThrownBy(() -> config("127.0.0.1", 1, "short", false))
        .hasMessageContaining("compat.token is at least 16 characters")
        .hasMessageNotContaining("short");
    assertThatThrownBy(() -> config("127.0.0.1", 1, TOKEN, true))
        .hasMessageContaining("compat.open");
    assertThat(config("127.0.0.1", 1, TOKEN, false).toString()).doesNotContain(TOKEN);
  }

  @Test
  void dialectsAreNamedInLowerCase() {
    assertThat(CompatDialect.ofKey("codeproject")).isEqualTo(CompatDialect.CODEPROJECT);
    assertThatThrownBy(() -> CompatDialect.ofKey("blue-iris"))
        .hasMessage("compat.dialect is one of deepstack, codeproject, not 'blue-iris'");
  }
}
