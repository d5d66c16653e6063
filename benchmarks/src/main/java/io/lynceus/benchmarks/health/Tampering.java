package io.lynceus.benchmarks.health;

import io.lynceus.model.cameras.HealthState;
import java.util.List;
import java.util.Random;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Something that happens to a camera, made by program.
 *
 * @param expected the state that tells it; {@link HealthState#OK}: nothing may be told
 * @param stills that it lasts
 */
record Tampering(String name, HealthState expected, int stills, Maker maker) {
  /** Part of a still's width and height that a camera sees; the rest is for one that is moved. */
  private static final double SEEN = 0.75;

  private static final double MARGIN = (1 - SEEN) / 2;

  /** Makes the still. */
  interface Maker {
    /**
     * The still as the camera takes it.
     *
     * @param whole the still of the footage; not changed
     * @param number of the still since this began, from 0
     * @param random the same for all stills of one trial at their beginning
     */
    Mat make(Mat whole, int number, Random random);
  }

  /** All, those that have to be told first. */
  static final List<Tampering> ALL =
      List.of(
          new Tampering("covered by a card", HealthState.COVERED, 6, Tampering::card),
          new Tampering("covered by a cloth", HealthState.COVERED, 6, Tampering::cloth),
          new Tampering("covered, but for a rim", HealthState.COVERED, 6, Tampering::rim),
          new Tampering("sprayed", HealthState.COVERED, 6, Tampering::spray),
          new Tampering("turned a little (4 to 12 %)", HealthState.MOVED, 6, Tampering::nudge),
          new Tampering("turned (5 to 20 degrees)", HealthState.MOVED, 6, Tampering::roll),
          new Tampering("zoomed (1.25 to 2)", HealthState.MOVED, 6, Tampering::zoom),
          new Tampering("turned away (mirrored)", HealthState.MOVED, 6, Tampering::mirror),
          new Tampering("out of focus", HealthState.BLURRED, 6, Tampering::blur),
          new Tampering("light off", HealthState.DARK, 6, Tampering::dark),
          new Tampering("blinded by light", HealthState.BRIGHT, 6, Tampering::bright),
          new Tampering("frozen", HealthState.FROZEN, 7, (whole, n, random) -> seen(whole, 0, 0)),
          new Tampering("frozen, with a clock", HealthState.FROZEN, 7, Tampering::clock),
          new Tampering("as it is", HealthState.OK, 30, (whole, n, random) -> live(whole, random)),
          new Tampering("night: grey and noise", HealthState.OK, 30, Tampering::night),
          new Tampering("night: lamps, dark", HealthState.OK, 30, Tampering::lamps),
          new Tampering("dusk", HealthState.OK, 60, Tampering::dusk),
          new Tampering("shaken by wind (1 %)", HealthState.OK, 30, Tampering::shake),
          new Tampering("fog comes", HealthState.OK, 60, Tampering::fog),
          new Tampering("a drop on the glass", HealthState.OK, 30, Tampering::drop),
          new Tampering("a van before it", HealthState.OK, 12, Tampering::van));

  private static Mat seen(Mat whole, double across, double down) {
    int width = (int) (SEEN * whole.cols());
    int height = (int) (SEEN * whole.rows());
    int left = (int) Math.round((MARGIN + across * SEEN) * whole.cols());
    int top = (int) Math.round((MARGIN + down * SEEN) * whole.rows());
    return whole
        .submat(
            new Rect(
                Math.max(0, Math.min(whole.cols() - width, left)),
                Math.max(0, Math.min(whole.rows() - height, top)),
                width,
                height))
        .clone();
  }

  private static Mat noisy(Mat picture, double deviation) {
    Mat noise = new Mat(picture.size(), CvType.CV_16SC3);
    Mat sum = new Mat();
    Core.randn(noise, 0, deviation);
    picture.convertTo(sum, CvType.CV_16SC3);
    Core.add(sum, noise, sum);
    sum.convertTo(picture, CvType.CV_8UC3);
    noise.release();
    sum.release();
    return picture;
  }

  /** What the camera usually sees, with a little noise of its sensor. */
  static Mat live(Mat whole, Random random) {
    return noisy(seen(whole, 0, 0), 1.5);
  }

  private static Scalar colour(Random random, boolean grey) {
    int level = 30 + random.nextInt(190);
    return grey
        ? Scalar.all(level)
        : new Scalar(
            level,
            Math.max(0, level - random.nextInt(60)),
            Math.max(0, level - random.nextInt(60)));
  }

  private static Mat card(Mat whole, int number, Random random) {
    Mat seen = seen(whole, 0, 0);
    seen.setTo(colour(random, random.nextBoolean()));
    return noisy(seen, 2);
  }

  /** Out of focus: folds, and no detail. */
  private static Mat cloth(Mat whole, int number, Random random) {
    Mat seen = seen(whole, 0, 0);
    Mat folds = new Mat(4, 5, CvType.CV_8UC3);
    Scalar mean = colour(random, false);
    for (int y = 0; y < folds.rows(); y++) {
      for (int x = 0; x < folds.cols(); x++) {
        double light = 0.75 + 0.5 * random.nextDouble();
        folds.put(
            y, x, cut(light * mean.val[0]), cut(light * mean.val[1]), cut(light * mean.val[2]));
      }
    }
    Imgproc.resize(folds, seen, seen.size(), 0, 0, Imgproc.INTER_CUBIC);
    return noisy(seen, 2);
  }

  private static double cut(double level) {
    return Math.max(0, Math.min(255, level));
  }

  private static Mat rim(Mat whole, int number, Random random) {
    double part = 0.05 + 0.07 * random.nextDouble();
    boolean left = random.nextBoolean();
    Scalar colour = colour(random, false);
    Mat seen = seen(whole, 0, 0);
    int free = (int) (part * seen.cols());
    Rect hidden = new Rect(left ? free : 0, 0, seen.cols() - free, seen.rows());
    seen.submat(hidden).setTo(colour);
    return noisy(seen, 2);
  }

  private static Mat spray(Mat whole, int number, Random random) {
    Scalar colour = colour(random, false);
    Mat seen = seen(whole, 0, 0);
    Imgproc.GaussianBlur(seen, seen, new Size(), seen.cols() / 60.0);
    Core.addWeighted(seen, 0.1, new Mat(seen.size(), seen.type(), colour), 0.9, 0, seen);
    return noisy(seen, 2);
  }

  private static Mat nudge(Mat whole, int number, Random random) {
    double angle = 2 * Math.PI * random.nextDouble();
    double far = 0.04 + 0.08 * random.nextDouble();
    return noisy(seen(whole, far * Math.cos(angle), far * Math.sin(angle)), 1.5);
  }

  private static Mat warped(Mat whole, double degrees, double scale) {
    Mat turned = new Mat();
    Mat matrix =
        Imgproc.getRotationMatrix2D(
            new Point(whole.cols() / 2.0, whole.rows() / 2.0), degrees, scale);
    Imgproc.warpAffine(
        whole, turned, matrix, whole.size(), Imgproc.INTER_LINEAR, Core.BORDER_REFLECT);
    return noisy(seen(turned, 0, 0), 1.5);
  }

  private static Mat roll(Mat whole, int number, Random random) {
    double degrees = 5 + 15 * random.nextDouble();
    return warped(whole, random.nextBoolean() ? degrees : -degrees, 1);
  }

  private static Mat zoom(Mat whole, int number, Random random) {
    return warped(whole, 0, 1.25 + 0.75 * random.nextDouble());
  }

  private static Mat mirror(Mat whole, int number, Random random) {
    Mat mirrored = new Mat();
    Core.flip(whole, mirrored, 1);
    return noisy(seen(mirrored, 0, 0), 1.5);
  }

  private static Mat blur(Mat whole, int number, Random random) {
    Mat seen = seen(whole, 0, 0);
    double deviation = seen.cols() * (0.004 + 0.012 * random.nextDouble());
    Imgproc.GaussianBlur(seen, seen, new Size(), deviation);
    return noisy(seen, 1.5);
  }

  private static Mat scaled(Mat seen, double gain, double offset) {
    seen.convertTo(seen, -1, gain, offset);
    return seen;
  }

  private static Mat dark(Mat whole, int number, Random random) {
    return noisy(scaled(seen(whole, 0, 0), 0.01 + 0.05 * random.nextDouble(), 0), 2);
  }

  private static Mat bright(Mat whole, int number, Random random) {
    return noisy(scaled(seen(whole, 0, 0), 2 + random.nextDouble(), 120), 1.5);
  }

  private static Mat clock(Mat whole, int number, Random random) {
    Mat seen = seen(whole, 0, 0);
    Imgproc.putText(
        seen,
        "12:00:%02d".formatted(number),
        new Point(seen.cols() * 0.03, seen.rows() * 0.07),
        Imgproc.FONT_HERSHEY_SIMPLEX,
        seen.cols() / 800.0,
        Scalar.all(255),
        2);
    return seen;
  }

  private static Mat night(Mat whole, int number, Random random) {
    Mat seen = seen(whole, 0, 0);
    Mat grey = new Mat();
    Imgproc.cvtColor(seen, grey, Imgproc.COLOR_BGR2GRAY);
    Imgproc.cvtColor(grey, seen, Imgproc.COLOR_GRAY2BGR);
    Mat lamp = new Mat(seen.size(), CvType.CV_8UC3, Scalar.all(90));
    Imgproc.circle(
        lamp,
        new Point(seen.cols() / 2.0, seen.rows() / 2.0),
        seen.rows() / 3,
        Scalar.all(230),
        -1);
    Imgproc.GaussianBlur(lamp, lamp, new Size(), seen.rows() / 6.0);
    Core.multiply(seen, lamp, seen, 0.7 / 200);
    Mat noise = new Mat(seen.size(), CvType.CV_16SC1);
    Core.randn(noise, 0, 6);
    Imgproc.cvtColor(seen, grey, Imgproc.COLOR_BGR2GRAY);
    grey.convertTo(grey, CvType.CV_16SC1);
    Core.add(grey, noise, grey);
    grey.convertTo(grey, CvType.CV_8UC1);
    Imgproc.cvtColor(grey, seen, Imgproc.COLOR_GRAY2BGR);
    return seen;
  }

  private static Mat lamps(Mat whole, int number, Random random) {
    return noisy(scaled(seen(whole, 0, 0), 0.35, 0), 5);
  }

  private static Mat dusk(Mat whole, int number, Random random) {
    double gain = 1 - 0.75 * Math.min(1, number / 50.0);
    return noisy(scaled(seen(whole, 0, 0), gain, 0), 1.5 + 4 * (1 - gain));
  }

  private static Mat shake(Mat whole, int number, Random random) {
    Random wind = new Random(random.nextLong() + number);
    return noisy(
        seen(whole, 0.01 * (2 * wind.nextDouble() - 1), 0.01 * (2 * wind.nextDouble() - 1)), 1.5);
  }

  private static Mat fog(Mat whole, int number, Random random) {
    double clear = 1 - 0.6 * Math.min(1, number / 50.0);
    Mat seen = seen(whole, 0, 0);
    return noisy(scaled(seen, clear, 190 * (1 - clear)), 1.5);
  }

  private static Mat drop(Mat whole, int number, Random random) {
    Mat seen = seen(whole, 0, 0);
    Mat blurred = new Mat();
    Imgproc.GaussianBlur(seen, blurred, new Size(), seen.cols() * 0.02);
    Mat mask = new Mat(seen.size(), CvType.CV_8UC1, Scalar.all(0));
    Point middle =
        new Point(
            seen.cols() * (0.3 + 0.4 * random.nextDouble()),
            seen.rows() * (0.3 + 0.4 * random.nextDouble()));
    Imgproc.circle(mask, middle, seen.rows() / 4, Scalar.all(255), -1);
    blurred.copyTo(seen, mask);
    return noisy(seen, 1.5);
  }

  private static Mat van(Mat whole, int number, Random random) {
    Mat seen = live(whole, random);
    int width = (int) (0.55 * seen.cols());
    int left = (int) ((number - 3) * 0.2 * seen.cols());
    Rect picture = new Rect(0, 0, seen.cols(), seen.rows());
    Rect van = new Rect(left, seen.rows() / 4, width, seen.rows() * 3 / 4);
    int from = Math.max(picture.x, van.x);
    int to = Math.min(picture.width, van.x + van.width);
    if (from < to) {
      Mat side = seen.submat(new Rect(from, van.y, to - from, van.height));
      side.setTo(new Scalar(200, 205, 210));
    }
    return seen;
  }
}
