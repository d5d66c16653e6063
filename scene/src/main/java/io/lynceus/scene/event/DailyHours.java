package io.lynceus.scene.event;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of each day, such as {@code 22:00-06:00}, by the master's local time.
 *
 * @param from inclusive
 * @param to exclusive; before {@code from}: on the next day. The same time: the whole day
 */
public record DailyHours(LocalTime from, LocalTime to) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,2}:\\d{2})\\s*-\\s*(\\d{1,2}:\\d{2})");
  private static final String MIDNIGHT = "24:00";

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException naming the form
   */
  public static DailyHours of(String text) {
    Matcher parts = FORM.matcher(text.strip());
    if (parts.matches()) {
      try {
        return new DailyHours(time(parts.group(1)), time(parts.group(2)));
      } catch (DateTimeException e) {
        // The message below says what it can be.
      }
    }
    String shown = text.length() <= 40 ? text : text.substring(0, 40) + "…";
    throw new IllegalArgumentException("hours are such as 22:00-06:00, not '" + shown + "'");
  }

  private static LocalTime time(String text) {
    return text.equals(MIDNIGHT)
        ? LocalTime.MIDNIGHT
        : LocalTime.parse(text.length() < MIDNIGHT.length() ? "0" + text : text);
  }

  /** Whether the time of day lies in it. */
  public boolean contains(LocalTime time) {
    boolean late = !time.isBefore(from);
    boolean early = time.isBefore(to);
    return from.isBefore(to) ? late && early : late || early;
  }
}
