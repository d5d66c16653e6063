package io.lynceus.master.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.delivery.Delivery;
import io.lynceus.master.delivery.DeliveryOutcome;
import io.lynceus.master.delivery.DeliveryOutcome.Kind;
import io.lynceus.master.delivery.TestChanges;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  private static final Instant NOW = TestChanges.START;

  private static Delivery failed(int times, Duration age) {
    return new Delivery("id", TestChanges.begun("e", "gate"), "{}", NOW.minus(age), times);
  }

  private static DeliveryOutcome after(int failures, double random, Duration age) {
    return new RetrySchedule(() -> random)
        .after(failed(failures, age), NOW, Optional.empty(), "away");
  }

  @Test
  void sevenTriesMoreAndThenNone() {
    List<Duration> pauses = new ArrayList<>();
    for (int failures = 0; failures < 7; failures++) {
      DeliveryOutcome outcome = after(failures, 0, Duration.ofHours(1));
      assertThat(outcome.kind()).isEqualTo(Kind.AGAIN);
      pauses.add(outcome.after());
    }
    assertThat(pauses)
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(6));
    DeliveryOutcome last = after(7, 0, Duration.ofHours(1));
    assertThat(last.kind()).isEqualTo(Kind.NEVER);
    assertThat(last.why()).isEqualTo("away, 8 times");
  }

  @Test
  void eachPauseIsALittleLongerAndNeverShorter() {
    assertThat(after(4, 0.999, Duration.ZERO).after())
        .isBetween(Duration.ofSeconds(659), Duration.ofSeconds(660));
    assertThat(after(4, 0.5, Duration.ZERO).after()).isEqualTo(Duration.ofSeconds(630));
  }

  @Test
  void whatIsOlderThanAllPausesGetsThreeTries() {
    Duration old = Duration.ofHours(8);
    assertThat(after(0, 0, old).kind()).isEqualTo(Kind.AGAIN);
    assertThat(after(1, 0, old).kind()).isEqualTo(Kind.AGAIN);
    assertThat(after(2, 0, old).kind()).isEqualTo(Kind.NEVER);
    assertThat(after(2, 0, Duration.ofHours(7)).kind()).isEqualTo(Kind.AGAIN);
  }

  @Test
  void aReceiverMayAskForMorePatienceButNotForLessOrForTooMuch() {
    RetrySchedule schedule = new RetrySchedule(() -> 0);
    Delivery first = failed(0, Duration.ZERO);
    assertThat(schedule.after(first, NOW, Optional.of(Duration.ofSeconds(90)), "x").after())
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(schedule.after(first, NOW, Optional.of(Duration.ZERO), "x").after())
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(schedule.after(first, NOW, Optional.of(Duration.ofDays(9)), "x").after())
        .isEqualTo(Duration.ofHours(1));
    assertThat(
            schedule
                .after(failed(6, Duration.ZERO), NOW, Optional.of(Duration.ofSeconds(9)), "x")
                .after())
        .isEqualTo(Duration.ofHours(6));
  }
}
