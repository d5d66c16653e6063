package io.lynceus.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "..", ".hidden", "a/b", "a\\b", "Yunet", "a:b", "a b", "é"})
  void aNameThatCouldLeadElsewhereIsRefused(String name) {
    assertThatThrownBy(() -> new NetworkId(name, "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the name of a network is 1 to 48 of a-z 0-9 . _ -");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "1/2", "1:2"})
  void aVersionThatCouldLeadElsewhereIsRefused(String version) {
    assertThatThrownBy(() -> new NetworkId("a", version))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the version of a network is 1 to 32");
  }

  @Test
  void theLongestNamesAreTaken() {
    assertThat(NetworkId.isName("a".repeat(48))).isTrue();
    assertThat(NetworkId.isName("a".repeat(49))).isFalse();
    assertThat(NetworkId.isVersion("A".repeat(32))).isTrue();
    assertThat(NetworkId.isVersion("A".repeat(33))).isFalse();
  }

  @Test
  void versionsAreInTheOrderOfTheirNumbers() {
    assertThat(
            Stream.of("1.10", "2023mar", "1", "1.9", "rc1", "2023", "rc10", "rc2", "1.9.1")
                .map(version -> new NetworkId("a", version))
                .sorted()
                .map(NetworkId::version))
        .containsExactly("rc1", "rc2", "rc10", "1", "1.9", "1.9.1", "1.10", "2023", "2023mar");
  }
}
