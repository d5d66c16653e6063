package io.lynceus.master.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSecretTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER = "whsec_" + "AAAA".repeat(11);

  private static String sign(String secrets) {
    return WebhookSecret.of(secrets)
        .signature(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            Instant.ofEpochSecond(1614265330, 999_999_999),
            "{\"test\": 2432232314}".getBytes(UTF_8));
  }

  /** The example that the libraries of Standard Webhooks are tested with. */
  @Test
  void theExampleOfTheSpecification() {
    assertThat(sign(SECRET)).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void whileASecretIsReplacedBothSign() {
    String both = sign(OTHER + "\n\n " + SECRET + " \n");
    assertThat(both.split(" ")).hasSize(2);
    assertThat(both).endsWith(" " + sign(SECRET)).startsWith(sign(OTHER) + " ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa?w"
      })
  void whatIsNoSecretIsRefusedAndNotRepeated(String wrong) {
    assertThatThrownBy(() -> WebhookSecret.of(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("MfKQ")
        .hasNoCause();
  }

  @Test
  void fourSecretsAreTooMany() {
    assertThatThrownBy(() -> WebhookSecret.of((SECRET + "\n").repeat(4)))
        .hasMessageContaining("one to 3 secrets");
    assertThatThrownBy(() -> WebhookSecret.of("whsec_" + "AAAA".repeat(22)))
        .hasMessageContaining("24 to 64 bytes");
  }
}
