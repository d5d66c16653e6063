package io.lynceus.vision.network;

import io.lynceus.model.Point;
import java.util.List;

/**
 * Where a network wants the parts of a face in its input, in pixels of that.
 *
 * @param leftEye the eye at the picture's left
 * @param mouth its middle
 */
public record FacePlaces(Point leftEye, Point rightEye, Point nose, Point mouth) {

  /** The eye at the left, the eye at the right, nose, mouth. */
  public List<Point> inOrder() {
    return List.of(leftEye, rightEye, nose, mouth);
  }
}
