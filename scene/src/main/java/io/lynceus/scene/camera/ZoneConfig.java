package io.lynceus.scene.camera;

import io.lynceus.model.settings.Check;
import io.lynceus.scene.event.EventsConfig;
import java.time.Duration;
import java.util.Set;

/**
 * A region in which detections are counted. Zones of one name on several cameras are one zone.
 *
 * @param name 1 to 40 of {@code a-z 0-9 _ -}, and no camera's name
 * @param title for people, at most {@value CameraConfig#MAX_TITLE_CHARS} characters
 * @param polygon the region
 * @param anchor what of a detection has to lie in it
 * @param overlap with {@link Anchor#OVERLAP}, the part of the box's area that has to lie in it,
 *     more than 0 to 1
 * @param labels the labels that it counts; empty: each, except faces, whose lower side is not where
 *     a person stands
 * @param minStills for events, something is in the zone when so many stills in a row show it there,
 *     1 to 100
 * @param loiter an event tells of what stays longer than that, up to 7 days; 0 for no such event
 */
public record ZoneConfig(
    String name,
    String title,
    Polygon polygon,
    Anchor anchor,
    double overlap,
    Set<String> labels,
    int minStills,
    Duration loiter) {
  /** The part of a box that is enough when nothing is set. */
  public static final double OVERLAP = 0.3;

  /** Stills in a row when nothing is set. */
  public static final int MIN_STILLS = 2;

  private static final double LEAST_OVERLAP = 0.01;
  private static final Duration LONGEST = Duration.ofDays(7);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the key and what it can be
   */
  public ZoneConfig {
    CameraConfig.checkName(name);
    CameraConfig.checkTitle(title);
    Check.number("overlap", overlap, LEAST_OVERLAP, 1);
    labels = CameraConfig.checkedLabels(labels);
    Check.wholeNumber("min-stills", minStills, 1, EventsConfig.MAX_MIN_STILLS);
    Check.time("loiter", loiter, Duration.ZERO, LONGEST);
  }

  /** A zone for which nothing is set that events alone need. */
  public ZoneConfig(
      String name,
      String title,
      Polygon polygon,
      Anchor anchor,
      double overlap,
      Set<String> labels) {
    this(name, title, polygon, anchor, overlap, labels, MIN_STILLS, Duration.ZERO);
  }

  /** A zone of which only the region is set. */
  public static ZoneConfig of(String name, Polygon polygon) {
    return new ZoneConfig(name, name, polygon, Anchor.FOOT, OVERLAP, Set.of());
  }
}
