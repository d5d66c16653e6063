package io.lynceus.vision.visible;

import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** A word in the corner of a picture, so that each copy of it says what it is. */
public final class Tag {
  private static final double HEIGHT = 0.03;
  private static final int LEAST_HEIGHT = 8;
  private static final double FONT_HEIGHT = 22;

  /** So many heights are a little more than the length of the word. */
  private static final double NARROWEST = 9;

  private Tag() {}

  /** Writes the word at the lower left; pictures that are too small for it stay as they are. */
  public static void write(Mat picture, String word) {
    double height =
        Math.max(LEAST_HEIGHT, Math.min(HEIGHT * picture.rows(), picture.cols() / NARROWEST));
    double scale = height / FONT_HEIGHT;
    int line = Math.max(1, (int) Math.round(2 * scale));
    int[] below = new int[1];
    Size size = Imgproc.getTextSize(word, Imgproc.FONT_HERSHEY_SIMPLEX, scale, line, below);
    double margin = height / 2;
    if (size.width + 2 * margin > picture.cols() || size.height + 2 * margin > picture.rows()) {
      return;
    }
    Point corner = new Point(0, picture.rows() - size.height - 2 * margin);
    Point end = new Point(size.width + 2 * margin, picture.rows());
    Imgproc.rectangle(picture, corner, end, Scalar.all(0), -1);
    Imgproc.putText(
        picture,
        word,
        new Point(margin, picture.rows() - margin),
        Imgproc.FONT_HERSHEY_SIMPLEX,
        scale,
        Scalar.all(255),
        line,
        Imgproc.LINE_AA);
  }
}
