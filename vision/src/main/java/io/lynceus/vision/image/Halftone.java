package io.lynceus.vision.image;

import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Pictures of a few colours whose shades are made of dots, as faxes and bilevel files have them. A
 * network sees the dots and nothing else; smoothed, it sees the picture.
 *
 * <p>Smoothing by a Gaussian is the plainest inverse halftoning (T. D. Kite et al., "A fast,
 * high-quality inverse halftoning algorithm for error diffused halftones", IEEE Transactions on
 * Image Processing 9(9), 2000, section I).
 */
final class Halftone {
  /** More colours than this can show shades without dots. */
  private static final int MAX_COLOURS = 4;

  /** Pixels. The dots of error diffusion are 1 pixel, their patterns a few. */
  private static final double SIGMA = 3;

  private Halftone() {}

  /**
   * Whether the picture has two to four colours. Looks at rows until it has seen a fifth, which in
   * a photograph is at once.
   *
   * @param picture 3 channels of 8 bits
   */
  static boolean isHalftone(Mat picture) {
    int[] seen = new int[MAX_COLOURS];
    int colours = 0;
    byte[] row = new byte[picture.cols() * 3];
    for (int y = 0; y < picture.rows(); y++) {
      picture.get(y, 0, row);
      for (int i = 0; i < row.length; i += 3) {
        int colour = (row[i] & 0xff) << 16 | (row[i + 1] & 0xff) << 8 | (row[i + 2] & 0xff);
        if (!contains(seen, colours, colour)) {
          if (colours == MAX_COLOURS) {
            return false;
          }
          seen[colours++] = colour;
        }
      }
    }
    return colours > 1;
  }

  /** A new Mat. */
  static Mat smoothed(Mat picture) {
    Mat smoothed = new Mat();
    Imgproc.GaussianBlur(picture, smoothed, new Size(), SIGMA);
    return smoothed;
  }

  private static boolean contains(int[] seen, int count, int colour) {
    for (int i = 0; i < count; i++) {
      if (seen[i] == colour) {
        return true;
      }
    }
    return false;
  }
}
