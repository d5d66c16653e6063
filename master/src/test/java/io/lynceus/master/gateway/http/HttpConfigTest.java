package io.lynceus.master.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.common.http.AllowedHosts;
import org.junit.jupiter.api.Test;

class HttpConfigTest {

  @Test
  void anAddressThatOthersReachNeedsAToken() {
    assertThatThrownBy(() -> new HttpConfig("0.0.0.0", 0, false, AllowedHosts.NONE, true, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http.host")
        .hasMessageContaining("tasks.token");
    assertThat(
            new HttpConfig("0.0.0.0", 0, true, AllowedHosts.NONE, true, false).address().getPort())
        .isZero();
  }
}
