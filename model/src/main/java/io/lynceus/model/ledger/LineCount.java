package io.lynceus.model.ledger;

import io.lynceus.model.Camera;
import java.time.Duration;
import java.time.Instant;

/**
 * What was counted at a line, in a quarter of an hour or a part of it.
 *
 * @param line its name
 * @param camera that sees it
 * @param quarter the beginning of the quarter of an hour, UTC
 * @param in those who went in
 * @param out those who went out
 * @param doubtful of both together, those who could have been somebody else
 * @param coveredMillis the time between stills that were close enough to each other
 * @param steps how many such times there were
 */
public record LineCount(
    String line,
    Camera camera,
    Instant quarter,
    int in,
    int out,
    int doubtful,
    long coveredMillis,
    long steps) {
  /** Counts are kept for each of these. */
  public static final Duration QUARTER = Duration.ofMinutes(15);

  /** Nothing yet. */
  public static LineCount none(String line, Camera camera, Instant quarter) {
    return new LineCount(line, camera, quarter, 0, 0, 0, 0, 0);
  }

  /** Both together, of this one's quarter. */
  public LineCount plus(LineCount other) {
    return new LineCount(
        line,
        camera,
        quarter,
        in + other.in,
        out + other.out,
        doubtful + other.doubtful,
        coveredMillis + other.coveredMillis,
        steps + other.steps);
  }

  /** The beginning of the quarter in which a time lies. */
  public static Instant quarter(Instant time) {
    long seconds = Math.floorDiv(time.getEpochSecond(), QUARTER.toSeconds());
    return Instant.ofEpochSecond(seconds * QUARTER.toSeconds());
  }
}
