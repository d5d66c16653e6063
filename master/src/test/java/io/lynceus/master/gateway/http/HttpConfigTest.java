package io.lynceus.master.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.common.http.AllowedHosts;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpConfigTest {

  @Test
  void anAddressThatOthersReachNeedsAToken() {
    assertThatThrownBy(() -> new HttpConfig("0.0.0.0", 0, Optional.empty(), AllowedHosts.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http.host")
        .hasMessageContaining("tasks.token");
    assertThat(
            new HttpConfig("0.0.0.0", 0, Optional.of("0123456789abcdef"), AllowedHosts.NONE)
                .address()
                .getPort())
        .isZero();
  }
}
