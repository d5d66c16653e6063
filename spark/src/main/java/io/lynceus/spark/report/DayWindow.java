package io.lynceus.spark.report;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The time that plots show. A single picture whose camera had lost its clock would make one of
 * forty years: the window is at most {@value #MOST_STEPS} steps, and holds as many pictures as it
 * can.
 *
 * @param first its first day
 * @param step days of one step: 1, 7 or 30
 * @param steps 1 to {@value #MOST_STEPS}
 */
record DayWindow(LocalDate first, int step, int steps) {
  static final int MOST_STEPS = 366;

  private static final int[] STEPS = {1, 7, 30};

  /** A longer step is taken when a shorter one leaves out more of the pictures than this. */
  private static final double LEFT_OUT = 0.01;

  /**
   * Chooses.
   *
   * @param days pictures by day; at least one day
   */
  static DayWindow of(SortedMap<LocalDate, Long> days) {
    List<Map.Entry<LocalDate, Long>> all = new ArrayList<>(days.entrySet());
    long sum = days.values().stream().mapToLong(Long::longValue).sum();
    for (int step : STEPS) {
      Best best = best(all, (long) step * MOST_STEPS);
      if (best.pictures >= sum * (1 - LEFT_OUT) || step == STEPS[STEPS.length - 1]) {
        LocalDate from = all.get(best.from).getKey();
        long span = ChronoUnit.DAYS.between(from, all.get(best.to).getKey());
        return new DayWindow(from, step, (int) (span / step) + 1);
      }
    }
    throw new IllegalStateException("the last step is always taken");
  }

  /** The days that hold most pictures, by their places. */
  private record Best(int from, int to, long pictures) {}

  private static Best best(List<Map.Entry<LocalDate, Long>> days, long span) {
    Best best = new Best(0, 0, 0);
    long pictures = 0;
    for (int from = 0, to = 0; to < days.size(); to++) {
      pictures += days.get(to).getValue();
      while (ChronoUnit.DAYS.between(days.get(from).getKey(), days.get(to).getKey()) >= span) {
        pictures -= days.get(from++).getValue();
      }
      if (pictures > best.pictures) {
        best = new Best(from, to, pictures);
      }
    }
    return best;
  }

  /** The first day behind it. */
  LocalDate end() {
    return first.plusDays((long) step * steps);
  }

  /** Its last day. */
  LocalDate last() {
    return end().minusDays(1);
  }

  /** The first day of a step, from 0 on. */
  LocalDate day(int index) {
    return first.plusDays((long) step * index);
  }

  /** The values of a step: those of its days. */
  <T> List<T> of(int index, SortedMap<LocalDate, T> days) {
    return List.copyOf(days.subMap(day(index), day(index + 1)).values());
  }

  /** The pictures of each step. */
  long[] pictures(SortedMap<LocalDate, Long> days) {
    long[] sums = new long[steps];
    days.subMap(first, end())
        .forEach((day, count) -> sums[(int) (ChronoUnit.DAYS.between(first, day) / step)] += count);
    return sums;
  }
}
