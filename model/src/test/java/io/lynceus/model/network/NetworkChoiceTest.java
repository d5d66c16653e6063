package io.lynceus.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkChoiceTest {
  private static final String HASH = "0123456789abcdef".repeat(4);
  private static final NetworkId ID = new NetworkId("yunet-n", "2023");

  @ParameterizedTest
  @CsvSource({
    "yunet-n, true",
    "yunet-n:2023, true",
    "yunet-n:2023@01234567, true",
    "yunet, false",
    "yunet-n:2024, false",
    "yunet-n:2023@11234567, false",
  })
  void itAllowsWhatItNames(String text, boolean allowed) {
    NetworkChoice choice = NetworkChoice.of(text);
    assertThat(choice.allows(ID, HASH)).isEqualTo(allowed);
    assertThat(choice).hasToString(text);
    assertThat(choice.isExact()).isEqualTo(text.contains("@"));
  }

  @Test
  void anExactOneNamesANetworkAsRepliesDo() {
    assertThat(NetworkChoice.exactly(ID, HASH)).hasToString(ID.model(HASH));
    assertThat(NetworkChoice.of(ID.model(HASH))).isEqualTo(NetworkChoice.exactly(ID, HASH));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        "a:",
        ":1",
        "a@01234567",
        "a:1@0123",
        "a:1@0123456G",
        "../a",
        "a:..",
        "a b"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> NetworkChoice.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NAME:VERSION");
  }
}
