package io.lynceus.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitRun;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeWordsTest {
  @Test
  void theWaitIsNoPartOfTheAnalysis() {
    assertThat(TimeWords.of(timing(1620, 1490, 80, 40)))
        .containsExactly("analysed in 0.12 s", "waited 1.5 s");
  }

  @Test
  void aWaitThatNobodyNoticesIsNotSaid() {
    assertThat(TimeWords.of(timing(130, 10, 80, 40))).containsExactly("analysed in 0.12 s");
  }

  @Test
  void analysesAtTheSameTimeTakeNoLongerThanTheirImage() {
    assertThat(TimeWords.of(timing(110, 10, 90, 80))).containsExactly("analysed in 0.10 s");
  }

  @Test
  void anImageThatNoSlaveHadWasOnlyWaitingForOne() {
    Timing timing = new Timing(Duration.ofSeconds(5), Duration.ofSeconds(5), Map.of());
    assertThat(TimeWords.of(timing)).containsExactly("waited 5.0 s");
  }

  @ParameterizedTest
  @CsvSource({
    "4, 0.00 s",
    "994, 0.99 s",
    "995, 1.0 s",
    "9949, 9.9 s",
    "9950, 10 s",
    "59499, 59 s",
    "59500, 1 min 0 s",
    "125000, 2 min 5 s"
  })
  void secondsHaveAsManyDigitsAsSaySomething(long millis, String text) {
    assertThat(TimeWords.seconds(Duration.ofMillis(millis))).isEqualTo(text);
  }

  private static Timing timing(long total, long queue, long objects, long faces) {
    return new Timing(
        Duration.ofMillis(total),
        Duration.ofMillis(queue),
        Map.of(Analysis.OBJECTS, run(objects), Analysis.FACES, run(faces)));
  }

  private static UnitRun run(long millis) {
    return new UnitRun(Duration.ofMillis(millis), "slave-1", 1);
  }
}
