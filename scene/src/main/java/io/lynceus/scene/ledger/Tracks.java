package io.lynceus.scene.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who of a still is who of the stills before: feet are assigned to where walkers are expected, by
 * distance in body heights and by size. A walker that {@value #MOST_MISSED} stills do not show is
 * over. One thread at a time.
 */
final class Tracks {
  /** Walkers of a camera; of more feet in a still, the later ones are passed over. */
  static final int MOST = 200;

  /** Stills in a row. */
  static final int MOST_MISSED = 3;

  /** Nobody is looked for further away than what is walked in a second, in body heights. */
  private static final double SPEED = 2.5;

  /** How far a foot may be from where it is expected although nobody moves, in body heights. */
  private static final double TREMBLE = 0.4;

  /** Speed is followed for so long: who walks turns and stops, seconds. */
  private static final double AHEAD = 1.5;

  /** The farthest that anybody is looked for, in body heights. */
  private static final double FARTHEST = 6;

  private static final double MOST_SIZE = 1.6;

  /** What it costs that a walker is not seen, or a foot nobody's. */
  private static final double APART = 1;

  private static final double NEVER = 1e6;

  /** Another foot that costs so little more could be this walker's as well. */
  private static final double CLOSE = 0.25;

  final List<Track> all = new ArrayList<>();

  /**
   * Where somebody stands, in parts of the picture's diagonal.
   *
   * @param height of the body
   */
  record Foot(double x, double y, double height) {
    double distance(double otherX, double otherY) {
      return Math.hypot(x - otherX, y - otherY);
    }
  }

  /** One who walks there. */
  static final class Track {
    Foot foot;
    Instant seen;
    int missed;
    double speedX;
    double speedY;

    /** Where the foot was last that was surely on one side, by the names of lines. */
    final Map<String, Foot> beside = new HashMap<>();

    Track(Foot foot, Instant seen) {
      this.foot = foot;
      this.seen = seen;
    }
  }

  /**
   * A foot of this still.
   *
   * @param doubtful whether it could be somebody else's as well
   */
  record Step(Track track, boolean doubtful) {}

  /** Goes on with the feet of the next still. */
  List<Step> next(List<Foot> seen, Instant time) {
    List<Foot> feet = seen.size() <= MOST ? seen : seen.subList(0, MOST);
    double[][] costs = costs(feet, time);
    int[] columns = Assignment.of(costs);
    List<Step> steps = new ArrayList<>();
    boolean[] known = new boolean[feet.size()];
    List<Track> over = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      Track track = all.get(i);
      if (columns[i] < feet.size()) {
        known[columns[i]] = true;
        boolean doubtful = isDoubtful(costs, i, columns[i], feet.size());
        go(track, feet.get(columns[i]), time);
        steps.add(new Step(track, doubtful));
      } else if (++track.missed >= MOST_MISSED) {
        over.add(track);
      }
    }
    all.removeAll(over);
    for (int i = 0; i < known.length && all.size() < MOST; i++) {
      if (!known[i]) {
        Track track = new Track(feet.get(i), time);
        all.add(track);
        steps.add(new Step(track, false));
      }
    }
    return steps;
  }

  private static void go(Track track, Foot foot, Instant time) {
    double seconds = seconds(track.seen, time);
    double part = track.speedX == 0 && track.speedY == 0 ? 1 : 0.6;
    track.speedX += part * ((foot.x() - track.foot.x()) / seconds - track.speedX);
    track.speedY += part * ((foot.y() - track.foot.y()) / seconds - track.speedY);
    track.foot = foot;
    track.seen = time;
    track.missed = 0;
  }

  private double[][] costs(List<Foot> feet, Instant time) {
    double[][] costs = new double[all.size()][feet.size() + all.size()];
    for (int i = 0; i < all.size(); i++) {
      Arrays.fill(costs[i], feet.size(), costs[i].length, APART);
      for (int j = 0; j < feet.size(); j++) {
        costs[i][j] = cost(all.get(i), feet.get(j), time);
      }
    }
    return costs;
  }

  private static double cost(Track track, Foot foot, Instant time) {
    double seconds = seconds(track.seen, time);
    double body = Math.max(1e-6, (track.foot.height() + foot.height()) / 2);
    double reach = Math.min(FARTHEST, TREMBLE + SPEED * seconds) * body;
    double ratio =
        Math.max(track.foot.height(), foot.height())
            / Math.max(1e-6, Math.min(track.foot.height(), foot.height()));
    if (foot.distance(track.foot.x(), track.foot.y()) > reach || ratio > MOST_SIZE) {
      return NEVER;
    }
    double ahead = Math.min(AHEAD, seconds);
    double off =
        foot.distance(track.foot.x() + ahead * track.speedX, track.foot.y() + ahead * track.speedY);
    return Math.min(1, off / reach) * 0.8 + 0.2 * (ratio - 1) / (MOST_SIZE - 1);
  }

  private static boolean isDoubtful(double[][] costs, int row, int column, int feet) {
    double cost = costs[row][column];
    for (int j = 0; j < feet; j++) {
      if (j != column && costs[row][j] < cost + CLOSE) {
        return true;
      }
    }
    for (int i = 0; i < costs.length; i++) {
      if (i != row && costs[i][column] < cost + CLOSE) {
        return true;
      }
    }
    return false;
  }

  static double seconds(Instant from, Instant to) {
    return Math.max(0.001, Duration.between(from, to).toMillis() / 1000.0);
  }
}
