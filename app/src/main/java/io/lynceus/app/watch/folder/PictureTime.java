package io.lynceus.app.watch.folder;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a picture was taken, by its name: most cameras write it there, by their own clock. */
public final class PictureTime {
  private static final int LONGEST_PATH = 1024;

  /** 20201203154519123, 2020-12-03_15-45-19, 20201203T154519, 20-12-03_15-45-19-45 of Axis. */
  private static final Pattern IN_NAME =
      Pattern.compile(
          "(?<!\\d)(20\\d\\d|\\d\\d(?=-\\d\\d-\\d\\d_))[-_.]?(\\d\\d)[-_.]?(\\d\\d)[-_. T@]?"
              + "(\\d\\d)[-_.:]?(\\d\\d)[-_.:]?(\\d\\d)(\\d{3})?(?!\\d)");

  /** 2020-12-03/001/jpg/15/45/19[M][0@0][0].jpg of Dahua and Amcrest, and 15.45.19. */
  private static final Pattern IN_FOLDERS =
      Pattern.compile(
          "(?<!\\d)(20\\d\\d)-(\\d\\d)-(\\d\\d)/(?:[^/]{1,40}/){0,3}?(\\d\\d)[/.](\\d\\d)[/.](\\d\\d)()(?!\\d)");

  private PictureTime() {}

  /**
   * The time in the name, or else in the folders above it.
   *
   * @param path with {@code /} between its names
   * @param zone of the camera's clock
   * @param now a time of more than a day after that is none
   */
  public static Optional<OffsetDateTime> in(String path, ZoneId zone, Instant now) {
    if (path.length() > LONGEST_PATH) {
      return Optional.empty();
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    return time(IN_NAME.matcher(name), zone)
        .or(() -> time(IN_FOLDERS.matcher(path), zone))
        .filter(time -> time.toInstant().isBefore(now.plusSeconds(24 * 3600)));
  }

  /** The last that is a time. */
  private static Optional<OffsetDateTime> time(Matcher found, ZoneId zone) {
    Optional<OffsetDateTime> last = Optional.empty();
    while (found.find()) {
      try {
        int year = number(found, 1);
        LocalDateTime time =
            LocalDateTime.of(
                year < 100 ? 2000 + year : year,
                number(found, 2),
                number(found, 3),
                number(found, 4),
                number(found, 5),
                number(found, 6),
                number(found, 7) * 1_000_000);
        last = Optional.of(time.atZone(zone).toOffsetDateTime());
      } catch (DateTimeException e) {
        // Digits that are no time.
      }
    }
    return last;
  }

  private static int number(Matcher found, int group) {
    String digits = found.group(group);
    return digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }
}
