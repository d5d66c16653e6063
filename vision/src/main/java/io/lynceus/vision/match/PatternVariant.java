package io.lynceus.vision.match;

import io.lynceus.vision.image.Scratch;
import java.util.Optional;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Rect;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * A pattern in one size and turn.
 *
 * @param gradient its middle part, which holds nothing of what lies beyond the pattern's border
 * @param width of the whole turned pattern, pixels
 * @param height of the whole turned pattern, pixels
 */
record PatternVariant(Mat gradient, double width, double height) {
  /** A smaller one is known by too few pixels. */
  private static final int SHORTEST = 8;

  /** So near its border, a gradient depends on what lies beyond. */
  private static final int BORDER = 2;

  /**
   * Makes one.
   *
   * @param factor by how much it is larger than the pattern's file
   * @param degrees turned counter-clockwise
   * @return empty when nothing is left that could be known
   */
  static Optional<PatternVariant> of(Mat grey, double factor, double degrees, Scratch scratch) {
    double width = grey.cols() * factor;
    double height = grey.rows() * factor;
    double sine = Math.abs(Math.sin(Math.toRadians(degrees)));
    double cosine = Math.cos(Math.toRadians(degrees));
    // The largest part with the pattern's proportions that lies within the turned pattern.
    double inside = 1 / (cosine + sine * Math.max(width / height, height / width));
    int across = (int) Math.floor(width * inside) - 2 * BORDER;
    int down = (int) Math.floor(height * inside) - 2 * BORDER;
    if (Math.min(across, down) < SHORTEST) {
      return Optional.empty();
    }
    int wide = (int) Math.round(width);
    int high = (int) Math.round(height);
    Mat sized = scratch.mat();
    int how = factor < 1 ? Imgproc.INTER_AREA : Imgproc.INTER_LINEAR;
    Imgproc.resize(grey, sized, new Size(wide, high), 0, 0, how);
    Mat turned = degrees == 0 ? sized : turned(sized, degrees, scratch);
    Mat magnitude = GradientLevel.magnitude(turned, scratch);
    Rect middle = new Rect((wide - across) / 2, (high - down) / 2, across, down);
    Mat gradient = scratch.keep(magnitude.submat(middle));
    return GradientLevel.isFlat(gradient)
        ? Optional.empty()
        : Optional.of(
            new PatternVariant(
                gradient, width * cosine + height * sine, height * cosine + width * sine));
  }

  private static Mat turned(Mat sized, double degrees, Scratch scratch) {
    Point centre = new Point((sized.cols() - 1) / 2.0, (sized.rows() - 1) / 2.0);
    Mat turn = scratch.keep(Imgproc.getRotationMatrix2D(centre, degrees, 1));
    Mat turned = scratch.mat();
    Imgproc.warpAffine(
        sized, turned, turn, sized.size(), Imgproc.INTER_LINEAR, Core.BORDER_REPLICATE);
    return turned;
  }
}
