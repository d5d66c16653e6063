package io.lynceus.spark.plan;

import io.lynceus.model.Camera;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a picture's path says of where and when it was taken.
 *
 * @param cameraPattern a regular expression whose first group, or whose group {@code camera}, is
 *     the camera's name; empty when paths do not say it
 * @param zone of times in names
 */
public record PathFacts(String cameraPattern, String zone) implements Serializable {
  /** Year to second, with at most one sign between two of them. */
  private static final Pattern TIME =
      Pattern.compile(
          "(?<!\\d)((?:19|20)\\d\\d)[-_.]?([01]\\d)[-_.]?([0-3]\\d)[-_.T ]?"
              + "([0-2]\\d)[-_.:h]?([0-5]\\d)[-_.:m]?([0-5]\\d)(?!\\d)");

  private static final Pattern NO_NAME = Pattern.compile("[^a-z0-9_-]+");

  /**
   * Checks pattern and zone.
   *
   * @throws IllegalArgumentException naming the option that is wrong
   */
  public PathFacts {
    try {
      if (!cameraPattern.isEmpty() && Pattern.compile(cameraPattern).matcher("").groupCount() < 1) {
        throw new IllegalArgumentException(
            "--camera-pattern needs a group for the name, such as '^([^/]+)/'");
      }
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "--camera-pattern is no regular expression: " + e.getDescription(), e);
    }
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "--zone is a time zone such as UTC or Europe/Rome, not '" + zone + "'", e);
    }
  }

  /**
   * The camera in a path: small letters, with a hyphen for what no name can have. Empty when the
   * pattern is not found in it.
   */
  public Optional<Camera> camera(String path) {
    if (cameraPattern.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = Pattern.compile(cameraPattern).matcher(path);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String found =
        cameraPattern.contains("(?<camera>") ? matcher.group("camera") : matcher.group(1);
    if (found == null) {
      return Optional.empty();
    }
    String name = NO_NAME.matcher(found.toLowerCase(Locale.ROOT)).replaceAll("-");
    name = name.substring(0, Math.min(name.length(), Camera.MAX_NAME_CHARS));
    return name.isEmpty() ? Optional.empty() : Optional.of(new Camera(name));
  }

  /** The time in a file's name; empty when there is none, or no such day. */
  public Optional<OffsetDateTime> time(String path) {
    Matcher matcher = TIME.matcher(path.substring(path.lastIndexOf('/') + 1));
    if (!matcher.find()) {
      return Optional.empty();
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(
              number(matcher, 1),
              number(matcher, 2),
              number(matcher, 3),
              number(matcher, 4),
              number(matcher, 5),
              number(matcher, 6));
      return Optional.of(local.atZone(ZoneId.of(zone)).toOffsetDateTime());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
