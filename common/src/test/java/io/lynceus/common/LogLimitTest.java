package io.lynceus.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
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

  @Test
  void aLimitOfSeveralLinesLetsThatManyThroughAfterAQuietTime() {
    LogLimit three = new LogLimit(Duration.ofSeconds(1), 3, () -> now);
    now = now.plusSeconds(100);
    List<Integer> logged = new ArrayList<>();
    for (int second = 0; second < 3; second++) {
      int count = 0;
      for (int i = 0; i < 50; i++) {
        count += three.tryLine(others -> lines.add(others)) ? 1 : 0;
      }
      logged.add(count);
      now = now.plusSeconds(1);
    }
    assertThat(logged).containsExactly(3, 1, 1);
    assertThat(lines.get(3)).isEqualTo(" (and 47 others meanwhile)");
  }

  @Test
  void linesThatComeAtTheSameTimeAreAllLoggedWhileThereIsRoom() {
    LogLimit roomy = new LogLimit(Duration.ofSeconds(1), 20_000, () -> now);
    AtomicInteger logged = new AtomicInteger();
    IntStream.range(0, 20_000)
        .parallel()
        .forEach(i -> roomy.tryLine(others -> logged.incrementAndGet()));
    assertThat(logged).hasValue(20_000);
  }

  private boolean say(String text) {
    return limit.tryLine(others -> lines.add(text + others));
  }
}
