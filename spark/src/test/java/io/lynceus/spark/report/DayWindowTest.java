package io.lynceus.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DayWindowTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 30);

  private static NavigableMap<LocalDate, Long> days(int count, long each) {
    NavigableMap<LocalDate, Long> days = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      days.put(DAY.plusDays(i), each);
    }
    return days;
  }

  @Test
  void oneDayIsOneStep() {
    assertThat(DayWindow.of(days(1, 5))).isEqualTo(new DayWindow(DAY, 1, 1));
  }

  @Test
  void aYearIsShownByDays() {
    assertThat(DayWindow.of(days(366, 1))).isEqualTo(new DayWindow(DAY, 1, 366));
  }

  @Test
  void moreThanAYearIsShownByWeeksWhichHoldAllPictures() {
    NavigableMap<LocalDate, Long> days = days(400, 3);
    DayWindow window = DayWindow.of(days);
    assertThat(window.step()).isEqualTo(7);
    assertThat(window.steps()).isEqualTo(58);
    assertThat(window.pictures(days)).hasSize(58).startsWith(21).endsWith(3);
    assertThat(List.of(window.last(), window.end()))
        .isEqualTo(List.of(DAY.plusDays(405), DAY.plusDays(406)));
  }

  @Test
  void aFewPicturesOfACameraWithoutAClockMakeNoOtherWindow() {
    NavigableMap<LocalDate, Long> days = days(30, 100);
    days.put(LocalDate.of(1970, 1, 1), 2L);
    days.put(LocalDate.of(2099, 1, 1), 2L);
    assertThat(DayWindow.of(days)).isEqualTo(new DayWindow(DAY, 1, 30));
  }

  @Test
  void manyYearsAreShownByThirtyDays() {
    NavigableMap<LocalDate, Long> days = new TreeMap<>();
    days.put(DAY, 10L);
    days.put(DAY.plusYears(20), 10L);
    DayWindow window = DayWindow.of(days);
    assertThat(window.step()).isEqualTo(30);
    assertThat(window.pictures(days)).hasSize(window.steps()).startsWith(10).endsWith(10);
  }
}
