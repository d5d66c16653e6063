package io.lynceus.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Ask;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PendingImageTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final Random random = new Random(1);

  @Test
  void thePauseDoublesTo30SecondsPlusUpToAHalfAtRandom() {
    PendingImage image = image(1, 0);
    for (int seconds : new int[] {2, 4, 8, 16, 30, 30}) {
      assertThat(image.scheduleRetry(Duration.ofSeconds(2), TIMEOUT, 0, random)).isTrue();
      assertThat(Duration.ofNanos(image.due()))
          .isBetween(Duration.ofSeconds(seconds), Duration.ofMillis(seconds * 1_500L));
    }
  }

  @Test
  void aHugeRetryAfterIsCutToo() {
    PendingImage image = image(1, 0);
    assertThat(image.scheduleRetry(Duration.ofDays(1), TIMEOUT, 0, random)).isTrue();
    assertThat(Duration.ofNanos(image.due())).isLessThan(Duration.ofSeconds(46));
  }

  @Test
  void theTimeoutIsCountedFromTheFirstRefusal() {
    PendingImage image = image(1, 0);
    Duration patience = Duration.ofSeconds(5);
    assertThat(image.scheduleRetry(Duration.ofSeconds(1), patience, 100, random)).isTrue();
    assertThat(image.scheduleRetry(Duration.ofSeconds(1), patience, 4_000_000_000L, random))
        .isFalse();
  }

  @Test
  void imagesAreOrderedByDueTimeThenByNumber() {
    assertThat(PendingImage.DUE_FIRST.compare(image(2, Long.MAX_VALUE), image(1, Long.MIN_VALUE)))
        .as("System.nanoTime may overflow")
        .isNegative();
    assertThat(PendingImage.DUE_FIRST.compare(image(1, 5), image(2, 5))).isNegative();
  }

  @Test
  void theIdIsTheOneThatIsAskedForOrANewOne() {
    Ask asked = Ask.DEFAULT.withId(Optional.of("cam-7"));
    assertThat(new PendingImage(1, ImageSource.of(new byte[0]), asked, 0).id()).isEqualTo("cam-7");
    assertThat(image(1, 0).id()).isNotEqualTo(image(2, 0).id());
  }

  private static PendingImage image(long number, long due) {
    return new PendingImage(number, ImageSource.of(new byte[0]), Ask.DEFAULT, due);
  }

  @Test
  void itHasTheIdThatTheCallerGives() {
    Ask named = Ask.DEFAULT.withId(Optional.of("a-1"));

    assertThat(new PendingImage(1, ImageSource.of(new byte[0]), named, 0).id()).isEqualTo("a-1");
  }

  @Test
  void itHasAnIdOfItsOwnWhenTheCallerGivesNone() {
    PendingImage one = new PendingImage(1, ImageSource.of(new byte[0]), Ask.DEFAULT, 0);
    PendingImage other = new PendingImage(2, ImageSource.of(new byte[0]), Ask.DEFAULT, 0);

    assertThat(one.id()).isNotEmpty().isNotEqualTo(other.id());
  }
}
