package io.lynceus.model.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {
  private static final Duration MILLI = Duration.ofMillis(1);

  @Test
  void bothBoundsAreAllowed() {
    Check.wholeNumber("k", 1, 1, 3);
    Check.wholeNumber("k", 3, 1, 3);
    Check.number("k", 0, 0, 0.5);
    Check.number("k", 0.5, 0, 0.5);
    Check.size("k", 1, 1, 1024);
    Check.size("k", 1024, 1, 1024);
    Check.time("k", MILLI, MILLI, Duration.ofSeconds(1));
    Check.time("k", Duration.ofSeconds(1), MILLI, Duration.ofSeconds(1));
    Check.oneOf("k", "b", List.of("a", "b"));
    Check.that(true, "k", "longer than j", "shorter");
  }

  @Test
  void whatIsBeyondABoundIsNamedWithItsKeyAndWhatIsAllowed() {
    assertRefused(() -> Check.wholeNumber("k", 0, 1, 3), "k is a whole number from 1 to 3, not 0");
    assertRefused(() -> Check.wholeNumber("k", 4, 1, 3), "k is a whole number from 1 to 3, not 4");
    assertRefused(
        () -> Check.number("k", 1.01, 1e-6, 1), "k is a number from 0.000001 to 1, not 1.01");
    assertRefused(() -> Check.number("k", -1, -0.5, 100), "k is a number from -0.5 to 100, not -1");
    assertRefused(() -> Check.number("k", Double.NaN, 0, 1), "k is a number from 0 to 1, not NaN");
    assertRefused(
        () -> Check.size("k", (1 << 30) + 1, 64 << 20, 1 << 30),
        "k is a size from 64 MiB to 1 GiB, not 1073741825 B");
    assertRefused(
        () -> Check.time("k", Duration.ZERO, MILLI, Duration.ofDays(1)),
        "k is a time from 1 ms to 1 d, not 0");
    assertRefused(() -> Check.oneOf("k", "c", List.of("a", "b")), "k is one of a, b, not 'c'");
    assertRefused(
        () -> Check.that(false, "k", "longer than j", "3 s"), "k is longer than j, not 3 s");
  }

  @ParameterizedTest
  @CsvSource({"1,1 B", "1024,1 KiB", "1536,1536 B", "67108864,64 MiB", "-1,-1 B", "0,0"})
  void sizesAreWrittenInTheLargestUnitThatFits(long bytes, String text) {
    assertThat(Check.size(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.0005S,500 us",
    "PT1.5S,1500 ms",
    "PT90S,90 s",
    "PT2M,2 m",
    "PT1H,1 h",
    "P365D,365 d",
    "PT-1S,-1 s"
  })
  void timesAreWrittenInTheLargestUnitThatFits(Duration time, String text) {
    assertThat(Check.time(time)).isEqualTo(text);
  }

  private static void assertRefused(ThrowingCallable check, String message) {
    assertThatThrownBy(check).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
