package io.lynceus.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressLineTest {
  @ParameterizedTest
  @CsvSource({
    "16, 31, 5000, 80, [===============>              ] 16/31 · 3.2/s · 5 s left",
    "16, 31, 5000, 42, [=======>       ] 16/31 · 3.2/s · 5 s left",
    "16, 31, 5000, 30, 16/31 · 3.2/s · 5 s left",
    "0, 31, 5000, 80, [>                             ] 0/31",
    "31, 31, 10000, 80, [==============================] 31/31 · 3.1/s",
    "100, 2000, 4000, 80, [=>                            ] 100/2000 · 25/s · 1 min 16 s left",
    "30, 31, 100, 80, [=============================>] 30/31 · 300/s · 1 s left"
  })
  void theLineSaysHowFarHowFastAndHowLongStill(
      long done, long all, long millis, int width, String line) {
    String made = ProgressLine.of(done, all, Duration.ofMillis(millis), width);
    assertThat(made).isEqualTo(line);
    assertThat(made.length()).isLessThanOrEqualTo(width);
  }
}
