package io.lynceus.vision.face;

import io.lynceus.model.Point;
import io.lynceus.model.people.FaceQuality;
import io.lynceus.vision.image.Scratch;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.network.FacePlaces;
import java.util.List;
import java.util.Optional;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfDouble;
import org.opencv.core.Rect;
import org.opencv.imgproc.Imgproc;

/** Cuts faces out of pictures, upright and of one size, and measures them. Stateless. */
public final class AlignedFace {
  private static final int EYES_NOSE_MOUTH = 4;
  private static final int WITH_MOUTH_CORNERS = 5;
  private static final int WITH_EARS = 6;

  /** A mean difference between the colours' levels; below it a picture is grey. */
  private static final double COLOURFUL = 6;

  private AlignedFace() {}

  /**
   * The eyes, the nose and the mouth among a face's key points.
   *
   * @param points as networks for faces put them out: four, these; five, with the corners of the
   *     mouth; six, these and the ears
   * @return the eye at the picture's left, the eye at its right, nose, middle of the mouth; empty
   *     for points of another number
   */
  public static Optional<List<Point>> places(List<Point> points) {
    return switch (points.size()) {
      case EYES_NOSE_MOUTH, WITH_EARS -> Optional.of(points.subList(0, EYES_NOSE_MOUTH));
      case WITH_MOUTH_CORNERS -> {
        Point left = points.get(3);
        Point right = points.get(4);
        Point mouth = new Point((left.x() + right.x()) / 2, (left.y() + right.y()) / 2);
        yield Optional.of(List.of(points.get(0), points.get(1), points.get(2), mouth));
      }
      default -> Optional.empty();
    };
  }

  /**
   * How a face's places come nearest to those that a network wants.
   *
   * @param places see {@link #places}
   * @return empty when all are in one place
   */
  public static Optional<Similarity> alignment(List<Point> places, FacePlaces wanted) {
    return Similarity.between(places, wanted.inOrder());
  }

  /**
   * The face, upright, of a network's input size. What lies beyond the picture's border is as the
   * border. A face of more than twice the size is made smaller by means first, so that it is not
   * ragged.
   *
   * @param picture three channels
   * @param alignment from the picture to the input
   * @param scratch has the result, too
   */
  public static Mat cut(Mat picture, Similarity alignment, Size input, Scratch scratch) {
    int times = (int) Math.max(1, 1 / alignment.scale());
    Mat source = picture;
    Similarity rest = alignment;
    if (times > 1) {
      Rect part = part(picture, alignment, input, times);
      if (part.width >= times && part.height >= times) {
        source = scratch.mat();
        int columns = part.width / times;
        int rows = part.height / times;
        Imgproc.resize(
            scratch.keep(picture.submat(part)),
            source,
            new org.opencv.core.Size(columns, rows),
            0,
            0,
            Imgproc.INTER_AREA);
        rest = alignment.ofPart(part.x, part.y, times);
      }
    }
    Mat matrix = scratch.keep(new Mat(2, 3, CvType.CV_64F));
    matrix.put(0, 0, rest.a(), -rest.b(), rest.dx(), rest.b(), rest.a(), rest.dy());
    Mat face = scratch.mat();
    Imgproc.warpAffine(
        source,
        face,
        matrix,
        new org.opencv.core.Size(input.width(), input.height()),
        Imgproc.INTER_LINEAR,
        Core.BORDER_REPLICATE);
    return face;
  }

  /** The part of the picture that is seen, of sides that are multiples of {@code times}. */
  private static Rect part(Mat picture, Similarity alignment, Size input, int times) {
    double left = picture.cols();
    double top = picture.rows();
    double right = 0;
    double bottom = 0;
    for (int corner = 0; corner < 4; corner++) {
      Point seen =
          alignment.origin((corner & 1) == 0 ? 0 : input.width(), corner < 2 ? 0 : input.height());
      left = Math.min(left, seen.x());
      top = Math.min(top, seen.y());
      right = Math.max(right, seen.x());
      bottom = Math.max(bottom, seen.y());
    }
    int x = (int) Math.max(0, Math.floor(left) - times);
    int y = (int) Math.max(0, Math.floor(top) - times);
    int width = (int) Math.min(picture.cols(), Math.ceil(right) + times) - x;
    int height = (int) Math.min(picture.rows(), Math.ceil(bottom) + times) - y;
    return new Rect(x, y, Math.max(0, width / times * times), Math.max(0, height / times * times));
  }

  /**
   * Measures a face.
   *
   * @param height of its box, pixels
   * @param places see {@link #places}
   * @param face aligned, three channels, blue first
   */
  public static FaceQuality quality(float height, List<Point> places, Mat face) {
    try (Scratch scratch = new Scratch()) {
      Mat grey = scratch.mat();
      Imgproc.cvtColor(face, grey, Imgproc.COLOR_BGR2GRAY);
      Mat laplacian = scratch.mat();
      Imgproc.Laplacian(grey, laplacian, CvType.CV_32F);
      MatOfDouble mean = scratch.keep(new MatOfDouble());
      MatOfDouble deviation = scratch.keep(new MatOfDouble());
      Core.meanStdDev(laplacian, mean, deviation);
      double spread = deviation.get(0, 0)[0];
      return new FaceQuality(
          height,
          (float) (spread * spread),
          yaw(places),
          (float) Core.mean(grey).val[0],
          colours(face, scratch) < COLOURFUL);
    }
  }

  private static float yaw(List<Point> places) {
    double x = places.get(1).x() - places.get(0).x();
    double y = places.get(1).y() - places.get(0).y();
    double square = x * x + y * y;
    if (square == 0) {
      return 1; // one eye behind the other
    }
    double noseX = places.get(2).x() - (places.get(0).x() + places.get(1).x()) / 2;
    double noseY = places.get(2).y() - (places.get(0).y() + places.get(1).y()) / 2;
    return (float) ((noseX * x + noseY * y) / square);
  }

  /** The mean difference between the strongest and the weakest colour of a pixel. */
  private static double colours(Mat face, Scratch scratch) {
    Mat[] channels = new Mat[3];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = scratch.mat();
      Core.extractChannel(face, channels[i], i);
    }
    Mat most = scratch.mat();
    Mat least = scratch.mat();
    Core.max(channels[0], channels[1], most);
    Core.max(most, channels[2], most);
    Core.min(channels[0], channels[1], least);
    Core.min(least, channels[2], least);
    return Core.mean(most).val[0] - Core.mean(least).val[0];
  }
}
