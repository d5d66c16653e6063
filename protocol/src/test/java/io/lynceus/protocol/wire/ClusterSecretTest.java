package io.lynceus.protocol.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ClusterSecretTest {
  private static final byte[] SLAVE_HELLO = "slave's hello".getBytes(US_ASCII);
  private static final byte[] MASTER_HELLO = "master's hello".getBytes(US_ASCII);

  @Test
  void sixteenCharactersAreASecretAndFifteenAreNone() {
    ClusterSecret.of("x".repeat(16));
    assertThatThrownBy(() -> ClusterSecret.of("x".repeat(15)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("secret is at least 16 characters long: set LYNCEUS_SECRET");
  }

  @Test
  void thatNoSecretIsSetIsSaid() {
    assertThatThrownBy(() -> ClusterSecret.of(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no secret is set: set LYNCEUS_SECRET");
  }

  @Test
  void aSecretIsNotPrinted() {
    assertThat(ClusterSecret.of("0123456789abcdef").toString()).doesNotContain("0123");
  }

  /**
   * Computed by {@code printf 'lynceus-handshake-1\0\1\0\15slave'"'"'s hello\0\16master'"'"'s
   * hello' | openssl dgst -sha256 -hmac 0123456789abcdef}.
   */
  @Test
  void aProofIsWhatTheProtocolSays() {
    byte[] proof =
        ClusterSecret.of("0123456789abcdef").proof(Role.SLAVE, SLAVE_HELLO, MASTER_HELLO);
    assertThat(HexFormat.of().formatHex(proof))
        .isEqualTo("6d51ac413590cc989dea813805370cc543181409e6701371e92613d590b9ab01");
  }

  @Test
  void aProofDependsOnTheRoleAndOnBothHellos() {
    ClusterSecret secret = ClusterSecret.of("0123456789abcdef");
    byte[] proof = secret.proof(Role.SLAVE, SLAVE_HELLO, MASTER_HELLO);
    assertThat(secret.accepts(proof, Role.SLAVE, SLAVE_HELLO, MASTER_HELLO)).isTrue();
    assertThat(secret.accepts(proof, Role.MASTER, SLAVE_HELLO, MASTER_HELLO)).isFalse();
    assertThat(secret.accepts(proof, Role.SLAVE, MASTER_HELLO, SLAVE_HELLO)).isFalse();
    assertThat(secret.accepts(new byte[0], Role.SLAVE, SLAVE_HELLO, MASTER_HELLO)).isFalse();
  }
}
