package io.lynceus.protocol.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Analysis;
import io.lynceus.model.Quarantined;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuarantineJsonTest {
  private static final List<Quarantined> ENTRIES =
      List.of(
          new Quarantined(
              "ab", Analysis.FACES, Instant.parse("2026-01-02T03:04:05.006Z"), "exit \"134\""));

  @Test
  void whatIsWrittenIsRead() throws MalformedReplyException {
    assertThat(QuarantineJson.quarantined(ENTRIES))
        .isEqualTo(
            "{\"quarantined\":[{\"sha256\":\"ab\",\"analysis\":\"faces\","
                + "\"since\":\"2026-01-02T03:04:05.006Z\",\"reason\":\"exit \\\"134\\\"\"}]}");
    assertThat(QuarantineJson.read(QuarantineJson.quarantined(ENTRIES))).isEqualTo(ENTRIES);
    assertThat(QuarantineJson.read(QuarantineJson.cleared(ENTRIES))).isEqualTo(ENTRIES);
    assertThat(QuarantineJson.read(QuarantineJson.cleared(List.of()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "{\"quarantined\":[{}]}", "{\"cleared\":[{\"sha256\":7}]}", "pong"})
  void anythingElseIsRefused(String line) {
    assertThatThrownBy(() -> QuarantineJson.read(line)).isInstanceOf(MalformedReplyException.class);
  }
}
