package io.lynceus.model.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * Checks of settings. All failures have one form: the key, what is allowed, what was given, as in
 * {@code threads is a whole number from 1 to 1024, not 0}. Times and sizes are written as in a
 * settings file. Bounds are inclusive.
 */
public final class Check {
  private static final long[] SIZES = {1L << 40, 1L << 30, 1L << 20, 1L << 10, 1};
  private static final List<String> SIZE_UNITS = List.of("TiB", "GiB", "MiB", "KiB", "B");
  private static final long[] TIMES = {
    86_400_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L, 1
  };
  private static final List<String> TIME_UNITS = List.of("d", "h", "m", "s", "ms", "us", "ns");

  private Check() {}

  /**
   * Checks that a whole number is within its range.
   *
   * @throws IllegalArgumentException when {@code value} is out of its range
   */
  public static void wholeNumber(String key, long value, long least, long greatest) {
    that(
        value >= least && value <= greatest,
        key,
        "a whole number from " + least + " to " + greatest,
        value);
  }

  /**
   * Checks that a number is within its range.
   *
   * @throws IllegalArgumentException when {@code value} is out of its range, or not a number
   */
  public static void number(String key, double value, double least, double greatest) {
    that(
        value >= least && value <= greatest,
        key,
        "a number from " + text(least) + " to " + text(greatest),
        text(value));
  }

  /**
   * Checks that a size is within its range.
   *
   * @param value in bytes, as the bounds
   * @throws IllegalArgumentException when {@code value} is out of its range
   */
  public static void size(String key, long value, long least, long greatest) {
    that(
        value >= least && value <= greatest,
        key,
        "a size from " + size(least) + " to " + size(greatest),
        size(value));
  }

  /**
   * Checks that a time is within its range.
   *
   * @throws IllegalArgumentException when {@code value} is out of its range
   */
  public static void time(String key, Duration value, Duration least, Duration greatest) {
    that(
        value.compareTo(least) >= 0 && value.compareTo(greatest) <= 0,
        key,
        "a time from " + time(least) + " to " + time(greatest),
        time(value));
  }

  /**
   * Checks that a word is known.
   *
   * @throws IllegalArgumentException when {@code value} is not among the words
   */
  public static void oneOf(String key, String value, List<String> words) {
    that(words.contains(value), key, "one of " + String.join(", ", words), "'" + value + "'");
  }

  /**
   * Checks what the others cannot say, such as a bound that another setting sets.
   *
   * @param allowed what {@code key} is
   * @param given what it is instead
   * @throws IllegalArgumentException when {@code holds} is false
   */
  public static void that(boolean holds, String key, String allowed, Object given) {
    if (!holds) {
      throw new IllegalArgumentException(key + " is " + allowed + ", not " + given);
    }
  }

  /** A number of bytes as a settings file has it, in the largest unit that leaves no fraction. */
  public static String size(long bytes) {
    return inUnits(bytes, SIZES, SIZE_UNITS);
  }

  /** A time as a settings file has it, in the largest unit that leaves no fraction. */
  public static String time(Duration time) {
    if (time.abs().compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0) {
      return time.toString(); // longer than 292 years
    }
    return inUnits(time.toNanos(), TIMES, TIME_UNITS);
  }

  private static String inUnits(long value, long[] sizes, List<String> units) {
    if (value == 0) {
      return "0";
    }
    int unit = 0;
    while (value % sizes[unit] != 0) {
      unit++;
    }
    return value / sizes[unit] + " " + units.get(unit);
  }

  private static String text(double number) {
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
    return exact.signum() == 0 ? "0" : exact.toPlainString();
  }
}
