package io.lynceus.vision.selection;

import io.lynceus.model.Point;
import java.util.List;

/**
 * Whether key points can be those of a face: the eyes beside one another, nose and mouth below.
 *
 * <p>"Below" is along the line from the middle of the eyes to the mouth, so that heads may be
 * tilted. In a profile both eyes are at one place; so there is no least distance between them. The
 * limits lie beyond what the network gives for true faces of all poses: they cost no face.
 */
public final class FaceShape {
  /** Between the line from the eyes to the mouth and the vertical: a head that lies is at 90. */
  private static final double MAX_TILT_DEGREES = 70;

  // Parts of the distance from the middle of the eyes to the mouth.
  private static final double MAX_EYE_ABOVE_OTHER = 0.5;
  private static final double MAX_EYES_CROSSED = 0.25;
  private static final double MAX_NOSE_ABOVE_EYES = 0.1;
  private static final double MAX_NOSE_FROM_EYES = 1;

  private FaceShape() {}

  /**
   * Whether they can be a face's.
   *
   * @param points of the upright picture: the eye at its left, the one at its right, the nose, the
   *     mouth; or the mouth's corners in place of the mouth, and nothing else; or these and more;
   *     with fewer than four points everything is possible
   */
  public static boolean isPossible(List<Point> points) {
    if (points.size() < 4) {
      return true;
    }
    Point left = points.get(0);
    Point right = points.get(1);
    Point nose = points.get(2);
    Point mouth = points.size() == 5 ? middle(points.get(3), points.get(4)) : points.get(3);
    Point eyes = middle(left, right);
    double length = Math.hypot(mouth.x() - eyes.x(), mouth.y() - eyes.y());
    if (length == 0) {
      return false;
    }
    // The direction down the face; the one to its right is (downY, -downX).
    double downX = (mouth.x() - eyes.x()) / length;
    double downY = (mouth.y() - eyes.y()) / length;
    double eyesX = (right.x() - left.x()) / length;
    double eyesY = (right.y() - left.y()) / length;
    double noseDown = ((nose.x() - eyes.x()) * downX + (nose.y() - eyes.y()) * downY) / length;
    return downY >= Math.cos(Math.toRadians(MAX_TILT_DEGREES))
        && Math.abs(eyesX * downX + eyesY * downY) <= MAX_EYE_ABOVE_OTHER
        && eyesX * downY - eyesY * downX >= -MAX_EYES_CROSSED
        && noseDown >= -MAX_NOSE_ABOVE_EYES
        && noseDown <= MAX_NOSE_FROM_EYES;
  }

  private static Point middle(Point a, Point b) {
    return new Point((a.x() + b.x()) / 2, (a.y() + b.y()) / 2);
  }
}
