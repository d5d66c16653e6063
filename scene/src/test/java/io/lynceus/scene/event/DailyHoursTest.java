package io.lynceus.scene.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalTime;
import org.junit.jupiter.api.Test;

class DailyHoursTest {
  private static boolean contains(String hours, String time) {
    return DailyHours.of(hours).contains(LocalTime.parse(time));
  }

  @Test
  void theBeginningIsInItAndTheEndIsNot() {
    assertThat(contains("8:00-17:30", "08:00")).isTrue();
    assertThat(contains("8:00-17:30", "17:29")).isTrue();
    assertThat(contains("8:00-17:30", "17:30")).isFalse();
    assertThat(contains("8:00-17:30", "07:59")).isFalse();
  }

  @Test
  void itMayGoOverMidnight() {
    assertThat(contains("22:00-06:00", "23:00")).isTrue();
    assertThat(contains("22:00-06:00", "05:59")).isTrue();
    assertThat(contains("22:00-06:00", "12:00")).isFalse();
    assertThat(contains("22:00-24:00", "23:59")).isTrue();
    assertThat(contains("22:00-24:00", "00:00")).isFalse();
    assertThat(contains("00:00-00:00", "12:00")).isTrue();
  }

  @Test
  void whatIsNoneIsRefused() {
    for (String wrong : new String[] {"", "22", "22:00", "25:00-26:00", "22:00-6", "a-b"}) {
      assertThatThrownBy(() -> DailyHours.of(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("22:00-06:00");
    }
  }
}
