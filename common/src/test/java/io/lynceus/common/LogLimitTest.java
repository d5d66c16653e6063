package io.lynceus.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogLimitTest {
  private Instant now = Instant.EPOCH;
  private final LogLimit limit = new LogLimit(Duration.ofMinutes(1), () -> now);
  private final List<String> lines = new ArrayList<>();

  @Test
  void aLineSaysHowManyWereNotLoggedSinceTheLastOne() {
    assertThat(say("a")).isTrue();
    assertThat(say("b")).isFalse();
    now = now.plusSeconds(60).minusNanos(1);
    assertThat(say("c")).isFalse();
    now = now.plusNanos(1);
    assertThat(say("d")).isTrue();
    now = now.plusSeconds(60);
    assertThat(say("e")).isTrue();
    assertThat(lines).containsExactly("a", "d (and 2 others meanwhile)", "e");
  }

  private boolean say(String text) {
    return limit.tryLine(others -> lines.add(text + others));
  }
}
