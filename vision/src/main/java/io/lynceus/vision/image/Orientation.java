package io.lynceus.vision.image;

import org.opencv.core.Core;
import org.opencv.core.Mat;

/**
 * Turns a stored picture upright.
 *
 * <p>Source: EXIF 2.32 (CIPA DC-008), tag 0112, which says where the stored row 0 and column 0 lie
 * in the picture that a viewer shows.
 */
final class Orientation {
  private static final int FLIP_UP_DOWN = 0;
  private static final int FLIP_LEFT_RIGHT = 1;

  private Orientation() {}

  /**
   * The upright picture: {@code stored} itself when it is upright already, else a new Mat, and
   * {@code stored} is released.
   *
   * @param orientation EXIF orientation, 1 (upright) to 8
   */
  static Mat upright(Mat stored, int orientation) {
    if (orientation == 1) {
      return stored;
    }
    Mat upright = new Mat();
    switch (orientation) {
      case 2 -> Core.flip(stored, upright, FLIP_LEFT_RIGHT);
      case 3 -> Core.rotate(stored, upright, Core.ROTATE_180);
      case 4 -> Core.flip(stored, upright, FLIP_UP_DOWN);
      case 5 -> Core.transpose(stored, upright);
      case 6 -> Core.rotate(stored, upright, Core.ROTATE_90_CLOCKWISE);
      case 7 -> {
        Core.rotate(stored, upright, Core.ROTATE_90_CLOCKWISE);
        Core.flip(upright, upright, FLIP_UP_DOWN);
      }
      case 8 -> Core.rotate(stored, upright, Core.ROTATE_90_COUNTERCLOCKWISE);
      default -> throw new IllegalArgumentException("orientation is 1 to 8, not " + orientation);
    }
    stored.release();
    return upright;
  }
}
