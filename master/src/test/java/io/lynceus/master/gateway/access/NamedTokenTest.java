package io.lynceus.master.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Camera;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedTokenTest {
  private static final String TOKEN = "0123456789abcdef";

  @Test
  void aTokenIsKeptAsItsHash() {
    NamedToken gate = NamedToken.of("gate", "camera", List.of("gate"), TOKEN);
    assertThat(gate.hash()).isEqualTo(TokenHash.of(TOKEN)).isNotEqualTo(TokenHash.of("other"));
    assertThat(gate.toString()).doesNotContain(TOKEN);
    assertThat(gate.grant().cameras()).containsExactly(new Camera("gate"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a|boss|''|0123456789abcdef|tokens.a.role is one of camera, viewer, operator, admin, not"
            + " 'boss'",
        "a|client|''|0123456789abcdef|tokens.a.role is one of",
        "a|''|''|0123456789abcdef|and is missing",
        "a|viewer|gate|0123456789abcdef|tokens.a.cameras is for the role camera only",
        "a|camera|Gate|0123456789abcdef|tokens.a.cameras: camera is 1 to 40 of",
        "a|viewer|''|0123456789abcde|tokens.a.token-file is at least 16 characters long",
        "a|viewer|''|''|tokens.a.token-file is the path of a file",
        "A b|viewer|''|0123456789abcdef|tokens.A b is named with 1 to 40 of a-z"
      })
  void whatIsWrongIsNamed(String name, String role, String camera, String token, String message) {
    List<String> cameras = camera.isEmpty() ? List.of() : List.of(camera);
    assertThatThrownBy(() -> NamedToken.of(name, role, cameras, token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining(TOKEN.substring(0, 10));
  }

  @Test
  void twoNamesOfOneTokenAreRefused() {
    List<NamedToken> both =
        List.of(
            NamedToken.of("a", "viewer", List.of(), TOKEN),
            NamedToken.of("b", "admin", List.of(), TOKEN));
    assertThatThrownBy(() -> NamedToken.all(both))
        .hasMessage("tokens.a and tokens.b are the same token: give each its own");
  }
}
