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

  /** Standard deviations in pixels: the fewer the colours, the wider the patterns of their dots. */
  private static final double SIGMA_OF_TWO_COLOURS = 3;

  private static final double SIGMA_OF_MORE = 2;

  private static final int LEVELS = 256;

  private Halftone() {}

  /**
   * The picture smoothed, a new Mat, when it has two to four colours; else the picture itself.
   *
   * @param picture 3 channels of 8 bits
   */
  static Mat smoothed(Mat picture) {
    int colours = colours(picture);
    if (colours < 2 || colours > MAX_COLOURS) {
      return picture;
    }
    Mat smoothed = new Mat();
    Imgproc.GaussianBlur(
        picture, smoothed, new Size(), colours == 2 ? SIGMA_OF_TWO_COLOURS : SIGMA_OF_MORE);
    return smoothed;
  }

  /**
   * Whether a picture has more levels of brightness than {@link #smoothed} looks for colours. Then
   * it has more colours, too.
   *
   * @param brightness 1 channel of 8 bits
   */
  static boolean isShaded(Mat brightness) {
    boolean[] seen = new boolean[LEVELS];
    int levels = 0;
    byte[] row = new byte[brightness.cols()];
    for (int y = 0; y < brightness.rows() && levels <= MAX_COLOURS; y++) {
      brightness.get(y, 0, row);
      for (byte level : row) {
        if (!seen[level & 0xff]) {
          seen[level & 0xff] = true;
          levels++;
        }
      }
    }
    return levels > MAX_COLOURS;
  }

  /** Counts to one more than {@link #MAX_COLOURS}, which a photograph has in its first row. */
  private static int colours(Mat picture) {
    int[] seen = new int[MAX_COLOURS];
    int colours = 0;
    byte[] row = new byte[picture.cols() * 3];
    for (int y = 0; y < picture.rows(); y++) {
      picture.get(y, 0, row);
      for (int i = 0; i < row.length; i += 3) {
        int colour = (row[i] & 0xff) << 16 | (row[i + 1] & 0xff) << 8 | (row[i + 2] & 0xff);
        if (!contains(seen, colours, colour)) {
          if (colours == MAX_COLOURS) {
            return MAX_COLOURS + 1;
          }
          seen[colours++] = colour;
        }
      }
    }
    return colours;
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
