package io.lynceus.master.gateway.search;

import io.lynceus.master.gateway.BadCommandException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time in a search: {@code 2026-11-29T14:05:00+01:00}, or {@code 1h}, which means an hour ago.
 *
 * @param offset that was written with it; UTC for one that is relative
 */
record SearchTime(Instant instant, ZoneOffset offset) {
  private static final Pattern AGO = Pattern.compile("(\\d{1,7})([smhdw])");
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7));

  /**
   * Reads it.
   *
   * @param key for the message
   * @param text as decoded: the plus sign of an offset may have become a space
   * @param now what is relative counts from here
   */
  static SearchTime of(String key, String text, Instant now) throws BadCommandException {
    Matcher ago = AGO.matcher(text);
    try {
      if (ago.matches()) {
        Duration unit = UNITS.getOrDefault(ago.group(2), Duration.ZERO);
        Instant then = now.minus(unit.multipliedBy(Long.parseLong(ago.group(1))));
        if (then.isAfter(EARLIEST)) {
          return new SearchTime(then, ZoneOffset.UTC);
        }
      }
      OffsetDateTime time = OffsetDateTime.parse(text.replace(' ', '+'));
      if (time.getYear() >= 1 && time.getYear() <= 9999) {
        return new SearchTime(time.toInstant(), time.getOffset());
      }
    } catch (DateTimeException | ArithmeticException e) {
      // The message below says what a time is.
    }
    throw new BadCommandException(
        "%s is a date and time with its offset, such as 2026-11-29T14:05:00+01:00, or a time ago, such as 30m, 12h or 7d, not '%s'"
            .formatted(key, text));
  }
}
