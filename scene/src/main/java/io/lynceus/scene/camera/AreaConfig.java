package io.lynceus.scene.camera;

import io.lynceus.model.settings.Check;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A place that one enters and leaves over lines. Immutable.
 *
 * @param name 1 to 40 of {@code a-z 0-9 _ -}
 * @param title for people, at most {@value CameraConfig#MAX_TITLE_CHARS} characters
 * @param lines the names of those whose way in leads into it, 1 to {@value #MAX_LINES}
 * @param capacity how many may be in it, 1 to 1,000,000; empty: no bound is known
 * @param zeroAt when nobody is in it, each day, by the master's local time, at a full quarter of an
 *     hour; empty: never
 */
public record AreaConfig(
    String name,
    String title,
    List<String> lines,
    OptionalInt capacity,
    Optional<LocalTime> zeroAt) {
  public static final int MAX_LINES = 32;

  private static final int QUARTER_SECONDS = 900;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the key and what it can be
   */
  public AreaConfig {
    CameraConfig.checkName(name);
    CameraConfig.checkTitle(title);
    lines = List.copyOf(lines);
    Check.wholeNumber("in", lines.size(), 1, MAX_LINES);
    CameraConfig.checkDistinct("in", lines);
    capacity.ifPresent(number -> Check.wholeNumber("capacity", number, 1, 1_000_000));
    zeroAt.ifPresent(
        time ->
            Check.that(
                time.toSecondOfDay() % QUARTER_SECONDS == 0,
                "zero-at",
                "a time of day at a quarter of an hour, such as 04:00",
                time));
  }
}
