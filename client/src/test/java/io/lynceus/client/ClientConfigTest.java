package io.lynceus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.client.ClientConfig.Retries;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientConfigTest {
  private static final ClientConfig DEFAULTS = new ClientConfig("h", 7070);
  private static final Duration SECOND = Duration.ofSeconds(1);

  @ParameterizedTest
  @CsvSource({"0, 1", "65536, 65535"})
  void aPortHasItsRange(int beyond, int last) {
    assertThat(new ClientConfig("h", last).port()).isEqualTo(last);
    assertThatThrownBy(() -> new ClientConfig("h", beyond))
        .hasMessage("port is a whole number from 1 to 65535, not " + beyond);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1000001, 1000000"})
  void aWindowHasItsRange(int beyond, int last) {
    assertThat(DEFAULTS.withWindow(last).window()).isEqualTo(last);
    assertThatThrownBy(() -> DEFAULTS.withWindow(beyond))
        .hasMessage("window is a whole number from 1 to 1000000, not " + beyond);
  }

  @ParameterizedTest
  @CsvSource({"PT0.000999S, PT0.001S, 999 us", "PT576H0.001S, P24D, 2073600001 ms"})
  void timeoutsHaveTheirRange(Duration beyond, Duration last, String given) {
    assertThat(DEFAULTS.withTimeouts(last, last).connectTimeout()).isEqualTo(last);
    assertThatThrownBy(() -> DEFAULTS.withTimeouts(beyond, SECOND))
        .hasMessage("connectTimeout is a time from 1 ms to 24 d, not " + given);
    assertThatThrownBy(() -> DEFAULTS.withTimeouts(SECOND, beyond))
        .hasMessage("replyTimeout is a time from 1 ms to 24 d, not " + given);
  }

  @ParameterizedTest
  @CsvSource({"PT-0.001S, PT0S, -1 ms", "PT576H0.001S, P24D, 2073600001 ms"})
  void retriesHaveTheirRange(Duration beyond, Duration last, String given) {
    assertThat(new Retries(last, last).busy()).isEqualTo(last);
    assertThatThrownBy(() -> new Retries(beyond, last))
        .hasMessage("retries.outage is a time from 0 to 24 d, not " + given);
    assertThatThrownBy(() -> new Retries(last, beyond))
        .hasMessage("retries.busy is a time from 0 to 24 d, not " + given);
  }

  @Test
  void hostAndTokenAreNotEmptyAndTheTokenIsNotShown() {
    assertThatThrownBy(() -> new ClientConfig(" ", 1))
        .hasMessage("host is a name or an address, not empty");
    assertThatThrownBy(() -> DEFAULTS.withToken(Optional.of("")))
        .hasMessage("token is at least one character long, not empty");
    ClientConfig config = DEFAULTS.withToken(Optional.of("hush"));
    assertThat(config.toString() + config.credentials()).doesNotContain("hush");
  }
}
