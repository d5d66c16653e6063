package io.lynceus.master.slaves;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlaveConnectionLimitTest {
  private final SlaveConnectionLimit limit =
      new SlaveConnectionLimit(
          new SlavesPortConfig.Limits(3, 2, Duration.ofSeconds(5), Duration.ofSeconds(5)));

  @Test
  void connectionsThatHaveNotAuthenticatedAreLimited() {
    assertThat(limit.admit()).isTrue();
    assertThat(limit.admit()).isTrue();
    assertThat(limit.admit()).isFalse();
  }

  @Test
  void aConnectionThatAuthenticatesMakesRoomForAnother() {
    limit.admit();
    limit.admit();
    limit.authenticated();
    assertThat(limit.admit()).isTrue();
  }

  @Test
  void authenticatedConnectionsAreLimitedToo() {
    for (int i = 0; i < 3; i++) {
      assertThat(limit.admit()).isTrue();
      limit.authenticated();
    }
    assertThat(limit.admit()).isFalse();
    limit.closed(true);
    assertThat(limit.admit()).isTrue();
  }

  @Test
  void aConnectionThatClosesMakesRoomForAnother() {
    limit.admit();
    limit.admit();
    limit.closed(false);
    assertThat(limit.admit()).isTrue();
    assertThat(limit.admit()).isFalse();
  }
}
