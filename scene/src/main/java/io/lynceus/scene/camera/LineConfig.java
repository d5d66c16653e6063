package io.lynceus.scene.camera;

import io.lynceus.model.Camera;
import io.lynceus.model.settings.Check;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A line on the ground, over which walkers are counted. Immutable.
 *
 * @param name 1 to 40 of {@code a-z 0-9 _ -}
 * @param camera the name of the camera that sees it
 * @param from its first point
 * @param to its second point, another one
 * @param inIsLeft whether who goes over it to the left, seen from the first point, goes in; else it
 *     is who goes to the right
 * @param labels of those who are counted, at least one
 * @param maxGap when two stills are further apart, the time between them was not seen, 1 s to 1
 *     minute
 * @param rates how well such a line is counted, at most {@value #MAX_RATES}, by rising intervals;
 *     empty: as in made scenes
 */
public record LineConfig(
    String name,
    String camera,
    Vertex from,
    Vertex to,
    boolean inIsLeft,
    Set<String> labels,
    Duration maxGap,
    List<Rate> rates) {
  public static final int MAX_RATES = 20;
  public static final Set<String> LABELS = Set.of("person");
  public static final Duration MAX_GAP = Duration.ofSeconds(10);

  private static final double LEAST_LENGTH = 0.01;
  private static final Duration SHORTEST_GAP = Duration.ofSeconds(1);
  private static final Duration LONGEST_GAP = Duration.ofMinutes(1);

  /**
   * What is missed with stills that far apart.
   *
   * @param every from one still to the next, 10 ms to 1 minute
   * @param missed the part of those who cross that is not counted, 0 to 0.95
   * @param extra what is counted and was not, as a part of those who cross, 0 to 5
   */
  public record Rate(Duration every, double missed, double extra) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException naming the key and what it can be
     */
    public Rate {
      Check.time("every", every, Duration.ofMillis(10), LONGEST_GAP);
      Check.number("missed", missed, 0, 0.95);
      Check.number("extra", extra, 0, 5);
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the key and what it can be
   */
  public LineConfig {
    CameraConfig.checkName(name);
    Check.that(
        Camera.isName(camera),
        "camera",
        "the name of a camera, 1 to 40 of a-z 0-9 _ -",
        "'" + camera + "'");
    Check.that(
        Math.hypot(to.x() - from.x(), to.y() - from.y()) >= LEAST_LENGTH,
        "to",
        "another point than from",
        to);
    labels = CameraConfig.checkedLabels(labels);
    Check.that(!labels.isEmpty(), "labels", "at least one label", "empty");
    Check.time("max-gap", maxGap, SHORTEST_GAP, LONGEST_GAP);
    rates = List.copyOf(rates);
    Check.that(
        rates.size() <= MAX_RATES, "rates", "at most " + MAX_RATES + " entries long", rates.size());
    for (int i = 1; i < rates.size(); i++) {
      Check.that(
          rates.get(i - 1).every().compareTo(rates.get(i).every()) < 0,
          "rates",
          "in the order of every, from short to long",
          Check.time(rates.get(i).every()) + " after " + Check.time(rates.get(i - 1).every()));
    }
  }
}
