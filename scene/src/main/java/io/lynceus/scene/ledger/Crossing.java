package io.lynceus.scene.ledger;

import io.lynceus.scene.ledger.Tracks.Foot;
import io.lynceus.scene.ledger.Tracks.Track;

/**
 * A line on the ground between two points, in parts of the picture's diagonal. Who stands on it is
 * on neither side: it takes {@value #SURE} of a body's height to be beside it, so that somebody who
 * stops there is not counted over and over.
 */
record Crossing(double fromX, double fromY, double toX, double toY) {
  static final double SURE = 0.12;

  /** Which way somebody went, seen from the first point of the line. */
  enum Way {
    NONE,
    TO_LEFT,
    TO_RIGHT
  }

  /** How far beside the line a foot is: above 0 at the right, seen from the first point. */
  private double beside(double x, double y) {
    double length = Math.hypot(toX - fromX, toY - fromY);
    return ((toX - fromX) * (y - fromY) - (toY - fromY) * (x - fromX)) / length;
  }

  /** What the newest foot of a track says, which is remembered in it under the line's name. */
  Way follow(String name, Track track) {
    Foot now = track.foot;
    double side = beside(now.x(), now.y());
    if (Math.abs(side) < SURE * now.height()) {
      return Way.NONE;
    }
    Foot before = track.beside.put(name, now);
    if (before == null) {
      return Way.NONE;
    }
    double was = beside(before.x(), before.y());
    if (Math.signum(was) == Math.signum(side) || !isBetween(before, was, now, side)) {
      return Way.NONE;
    }
    return side > 0 ? Way.TO_RIGHT : Way.TO_LEFT;
  }

  /** Whether the way meets the line between its two points. */
  private boolean isBetween(Foot before, double was, Foot now, double side) {
    double part = was / (was - side);
    double x = before.x() + part * (now.x() - before.x());
    double y = before.y() + part * (now.y() - before.y());
    double along =
        ((x - fromX) * (toX - fromX) + (y - fromY) * (toY - fromY))
            / (Math.pow(toX - fromX, 2) + Math.pow(toY - fromY, 2));
    return along >= 0 && along <= 1;
  }
}
