package io.lynceus.benchmarks.watches;

import io.lynceus.model.Box;
import io.lynceus.model.watch.WatchRegion;
import io.lynceus.scene.presence.Still.Found;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;
import org.opencv.photo.Photo;

/**
 * Makes the stills of one camera: a background, a thing in it that may be taken away, people who
 * walk before it, night, nudges, covers. One thread at a time.
 */
final class MadeStills {
  /** Part of a background that the camera sees; the rest is for when it is moved. */
  private static final double SEEN = 0.75;

  private static final double MARGIN = (1 - SEEN) / 2;
  private static final double DETECTED = 0.85;

  /** In each round of stills somebody walks before the thing, in some of them. */
  private static final int ROUND = 12;

  private static final int FIRST_STEP = 5;
  private static final int STEPS = 3;

  /** What changes less when it is painted over is no thing that people would miss. */
  private static final double LEAST_DIFFERENCE = 12;

  private final List<Mat> backgrounds;
  private final Random random;
  private final Mat thing;
  private final Mat without;
  private final Rect place;

  /** A still, and the people that a detector finds in it. */
  record Made(Mat picture, List<Found> people) {}

  /**
   * A camera.
   *
   * @param backgrounds of one size; not changed
   * @param inpainted whether the thing is a part of the background that is painted over when it is
   *     taken away, if some part has enough in it; else it is pasted
   */
  MadeStills(List<Mat> backgrounds, boolean inpainted, Random random) {
    this.backgrounds = backgrounds;
    this.random = random;
    Mat first = backgrounds.get(0);
    int side = (int) (first.cols() * (0.07 + 0.08 * random.nextDouble()));
    Rect seenBest = inpainted ? mostMissed(first, side) : anywhere(first, side);
    boolean isMissed = inpainted && difference(first, seenBest) >= LEAST_DIFFERENCE;
    this.place = seenBest;
    if (isMissed) {
      thing = first.submat(place).clone();
      without = paintedOver(first, place);
    } else {
      thing = suitcase(place.size(), random);
      without = new Mat();
    }
  }

  private Rect anywhere(Mat picture, int side) {
    int height = (int) (side * (0.7 + 0.6 * random.nextDouble()));
    return new Rect(
        (int) (picture.cols() * 0.25 + random.nextDouble() * (picture.cols() * 0.5 - side)),
        (int) (picture.rows() * 0.25 + random.nextDouble() * (picture.rows() * 0.5 - height)),
        side,
        height);
  }

  /** Of some places, the one that changes most when it is painted over. */
  private Rect mostMissed(Mat picture, int side) {
    Rect best = anywhere(picture, side);
    for (int i = 0; i < 12; i++) {
      Rect other = anywhere(picture, side);
      best = difference(picture, other) > difference(picture, best) ? other : best;
    }
    return best;
  }

  /** How much a place changes when it is painted over, grey levels. */
  private static double difference(Mat picture, Rect place) {
    Mat difference = new Mat();
    Core.absdiff(picture.submat(place), paintedOver(picture, place), difference);
    Scalar mean = Core.mean(difference);
    difference.release();
    return (mean.val[0] + mean.val[1] + mean.val[2]) / 3;
  }

  private static Mat paintedOver(Mat picture, Rect place) {
    Rect around =
        new Rect(
            Math.max(0, place.x - 20),
            Math.max(0, place.y - 20),
            Math.min(picture.cols() - Math.max(0, place.x - 20), place.width + 40),
            Math.min(picture.rows() - Math.max(0, place.y - 20), place.height + 40));
    Mat mask = Mat.zeros(around.size(), CvType.CV_8UC1);
    Rect inside = new Rect(place.x - around.x, place.y - around.y, place.width, place.height);
    mask.submat(inside).setTo(Scalar.all(255));
    Mat painted = new Mat();
    Photo.inpaint(picture.submat(around), mask, painted, 5, Photo.INPAINT_TELEA);
    return painted.submat(inside).clone();
  }

  private static Mat suitcase(Size size, Random random) {
    Mat made =
        new Mat(
            (int) size.height,
            (int) size.width,
            CvType.CV_8UC3,
            new Scalar(random.nextInt(200), random.nextInt(200), random.nextInt(200)));
    int border = Math.max(2, made.cols() / 12);
    Scalar dark = Scalar.all(20 + random.nextInt(60));
    Imgproc.rectangle(made, new Rect(0, 0, made.cols(), made.rows()), dark, border);
    for (int i = 1; i < 4; i++) {
      int x = made.cols() * i / 4 + random.nextInt(5) - 2;
      Scalar stripe = Scalar.all(90 + random.nextInt(165));
      Imgproc.line(made, new Point(x, border), new Point(x, made.rows() - border), stripe, 2);
    }
    Imgproc.circle(
        made,
        new Point(made.cols() * random.nextDouble(), made.rows() * random.nextDouble()),
        made.rows() / 5,
        Scalar.all(230),
        -1);
    return made;
  }

  /** The region around the thing, as fractions of what the camera sees when nothing is moved. */
  WatchRegion region() {
    Mat first = backgrounds.get(0);
    double more = 0.15;
    return new WatchRegion(
        ((place.x - more * place.width) / first.cols() - MARGIN) / SEEN,
        ((place.y - more * place.height) / first.rows() - MARGIN) / SEEN,
        (1 + 2 * more) * place.width / first.cols() / SEEN,
        (1 + 2 * more) * place.height / first.rows() / SEEN);
  }

  /**
   * A still.
   *
   * @param number of it in its stage, from 0
   * @param all number of it in all
   * @param night whether it is taken at night
   * @param across the nudge, as a part of what the camera sees
   */
  Made make(WatchStage stage, int number, int all, boolean night, double across) {
    Mat whole = backgrounds.get(all % backgrounds.size()).clone();
    if (stage.isThere()) {
      thing.copyTo(whole.submat(place));
    } else if (!without.empty()) {
      without.copyTo(whole.submat(place));
    }
    int step = number % ROUND - FIRST_STEP;
    Optional<Rect> walker =
        stage != WatchStage.LEARNING && step >= 0 && step < STEPS && random.nextDouble() < 0.8
            ? Optional.of(walker(whole, step))
            : Optional.empty();
    walker.ifPresent(where -> person(whole, where));
    double shift = stage == WatchStage.MOVED ? 0.09 : across;
    Mat seen = seen(whole, shift + 0.002 * random.nextGaussian(), 0.002 * random.nextGaussian());
    whole.release();
    if (stage == WatchStage.COVERED) {
      seen.setTo(Scalar.all(50 + 8 * (all % 5)));
    }
    Mat lit = night ? night(seen) : noisy(seen, 0.92 + 0.16 * random.nextDouble(), 2);
    List<Found> people =
        walker.isPresent() && stage != WatchStage.COVERED && random.nextDouble() < DETECTED
            ? List.of(found(walker.get(), backgrounds.get(0), shift))
            : List.of();
    return new Made(lit, people);
  }

  /** Someone who walks before the thing, left to right in three stills. */
  private Rect walker(Mat whole, int step) {
    int height = (int) Math.min(whole.rows() * 0.5, place.height * 2.5);
    int width = height / 3;
    int x = place.x + place.width * step / 2 - width / 2;
    int y = place.y + place.height - height + height / 8;
    return new Rect(
        Math.max(0, Math.min(whole.cols() - width, x)),
        Math.max(0, Math.min(whole.rows() - height, y)),
        width,
        height);
  }

  private void person(Mat whole, Rect at) {
    Scalar coat = new Scalar(random.nextInt(180), random.nextInt(180), random.nextInt(180));
    Rect body = new Rect(at.x, at.y + at.height / 5, at.width, at.height * 4 / 5);
    whole.submat(body).setTo(coat);
    Imgproc.circle(
        whole,
        new Point(at.x + at.width / 2.0, at.y + at.height / 8.0),
        at.height / 8,
        new Scalar(120, 150, 200),
        -1);
  }

  private static Found found(Rect at, Mat whole, double shift) {
    double width = SEEN * whole.cols();
    double height = SEEN * whole.rows();
    double x = at.x - (MARGIN + shift * SEEN) * whole.cols();
    double y = at.y - MARGIN * whole.rows();
    double left = Math.max(0, x);
    double top = Math.max(0, y);
    double right = Math.min(width, x + at.width);
    double bottom = Math.min(height, y + at.height);
    Box box =
        new Box(
            (float) left,
            (float) top,
            (float) Math.max(0, right - left),
            (float) Math.max(0, bottom - top));
    return new Found("person", 0.7f, box, List.of(), true);
  }

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

  private static Mat noisy(Mat picture, double gain, double deviation) {
    Mat noise = new Mat(picture.size(), CvType.CV_16SC3);
    Mat sum = new Mat();
    Core.randn(noise, 0, deviation);
    picture.convertTo(sum, CvType.CV_16SC3, gain);
    Core.add(sum, noise, sum);
    sum.convertTo(picture, CvType.CV_8UC3);
    noise.release();
    sum.release();
    return picture;
  }

  private static Mat night(Mat seen) {
    Mat grey = new Mat();
    Imgproc.cvtColor(seen, grey, Imgproc.COLOR_BGR2GRAY);
    Mat noise = new Mat(seen.size(), CvType.CV_16SC1);
    Core.randn(noise, 0, 5);
    grey.convertTo(grey, CvType.CV_16SC1, 0.5);
    Core.add(grey, noise, grey);
    grey.convertTo(grey, CvType.CV_8UC1);
    Imgproc.cvtColor(grey, seen, Imgproc.COLOR_GRAY2BGR);
    grey.release();
    noise.release();
    return seen;
  }

  /** Backgrounds that nobody has taken: a few walls with structure, by program. */
  static List<Mat> made(int count, long seed) {
    Random random = new Random(seed);
    Mat base = new Mat(480, 640, CvType.CV_8UC3);
    Core.setRNGSeed((int) seed);
    Core.randu(base, 0, 256);
    Imgproc.GaussianBlur(base, base, new Size(), 4);
    Core.normalize(base, base, 60, 200, Core.NORM_MINMAX);
    for (int i = 0; i < 30; i++) {
      Rect block =
          new Rect(
              random.nextInt(560),
              random.nextInt(400),
              20 + random.nextInt(60),
              20 + random.nextInt(60));
      Imgproc.rectangle(base, block, Scalar.all(40 + random.nextInt(180)), 1 + random.nextInt(6));
    }
    return java.util.stream.IntStream.range(0, count).mapToObj(i -> base.clone()).toList();
  }

  void release() {
    thing.release();
    without.release();
  }
}
