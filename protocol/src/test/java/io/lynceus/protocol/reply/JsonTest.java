package io.lynceus.protocol.reply;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-30T09:05:07Z",
        "2026-11-30T09:05:07.12+01:00",
        "0001-01-01T00:00:00.001-18:00",
        "9999-12-31T23:59:59.1+05:30",
        "2026-02-03T00:00:00.905+00:00:01"
      })
  void aTimeIsAsItWas(String text) {
    assertThat(Json.time(OffsetDateTime.parse(text))).isEqualTo(text);
  }

  @Test
  void aTimeIsThatOfTheStandardFormatter() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      OffsetDateTime time =
          Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextLong(1_000_000_000))
              .atOffset(ZoneOffset.ofTotalSeconds(random.nextInt(-64_800, 64_801)));
      String expected = time.truncatedTo(ChronoUnit.MILLIS).format(ISO_OFFSET_DATE_TIME);
      assertThat(Json.time(time)).isEqualTo(expected);
    }
  }
}
