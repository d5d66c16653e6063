package io.lynceus.vision.match;

import io.lynceus.model.Box;
import io.lynceus.vision.decoding.Overlap;
import io.lynceus.vision.image.Scratch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Looks for patterns in one picture: for each in every size and turn in a small copy of the
 * picture, in which the pattern's shorter side still has about {@value #COARSE_SIDE} pixels; and
 * again, in finer steps, around what was found there. One thread at a time.
 */
final class PatternSearch implements AutoCloseable {
  private static final int COARSE_SIDE = 20;
  private static final int MOST_HALVINGS = 3;

  /** Peaks of one size and turn that are looked at. */
  private static final int PEAKS = 5;

  /** What scores so much too low in the coarse steps may be found in the finer ones. */
  private static final double SLACK = 0.2;

  /** Two places of a pattern that overlap further are one. */
  private static final double SAME = 0.3;

  private final MatchConfig config;
  private final Scratch scratch = new Scratch();
  private final Map<Integer, GradientLevel> levels = new HashMap<>();
  private final Mat working;

  /**
   * A search in a picture of 8 bits a pixel, which is not changed.
   *
   * @param config with the sizes and turns that are tried
   */
  PatternSearch(Mat grey, MatchConfig config) {
    this.config = config;
    int longSide = Math.max(grey.cols(), grey.rows());
    this.working =
        longSide <= config.longSide() ? grey : scaled(grey, (double) config.longSide() / longSide);
  }

  /** A pattern at a place, in pixels of the picture as it is looked at. */
  record Place(double score, Box box, double scale, double degrees) {}

  private Mat scaled(Mat grey, double factor) {
    Mat scaled = scratch.mat();
    Size size =
        new Size(
            Math.max(1, Math.round(grey.cols() * factor)),
            Math.max(1, Math.round(grey.rows() * factor)));
    Imgproc.resize(grey, scaled, size, 0, 0, Imgproc.INTER_AREA);
    return scaled;
  }

  /** The picture, halved that often. */
  private GradientLevel level(int halvings) {
    return levels.computeIfAbsent(
        halvings,
        n -> GradientLevel.of(n == 0 ? working : scaled(working, 1.0 / (1 << n)), scratch));
  }

  /**
   * The places of a pattern, best first.
   *
   * @param reduced by how much the picture was scaled down before, 0 to 1
   */
  List<Place> find(TemplatePattern pattern, double reduced, double minScore) {
    double side = Math.min(pattern.grey().cols(), pattern.grey().rows()) * reduced / config.scale();
    int halvings = 0;
    while (halvings < MOST_HALVINGS && side / (2 << halvings) >= COARSE_SIDE) {
      halvings++;
    }
    List<Place> coarse = new ArrayList<>();
    for (double scale : config.scales()) {
      for (double degrees : config.rotations()) {
        coarse.addAll(peaks(pattern, reduced, scale, degrees, halvings, minScore - SLACK));
      }
    }
    List<Place> fine = new ArrayList<>();
    for (Place place : distinct(coarse, 2 * config.maxFound())) {
      refined(pattern, reduced, place, halvings)
          .filter(better -> better.score() >= minScore)
          .ifPresent(fine::add);
    }
    return distinct(fine, config.maxFound());
  }

  private static List<Place> distinct(List<Place> places, int most) {
    places.sort(Comparator.comparingDouble((Place place) -> -place.score()));
    List<Place> kept = Overlap.suppress(places, (a, b) -> Overlap.ofUnion(a.box(), b.box()) > SAME);
    return kept.subList(0, Math.min(most, kept.size()));
  }

  private List<Place> peaks(
      TemplatePattern pattern,
      double reduced,
      double scale,
      double degrees,
      int halvings,
      double least) {
    List<Place> peaks = new ArrayList<>();
    GradientLevel level = level(halvings);
    double part = 1.0 / (1 << halvings);
    try (Scratch own = new Scratch()) {
      Optional<PatternVariant> variant =
          PatternVariant.of(pattern.grey(), reduced * scale * part, degrees, own);
      Rect all = new Rect(0, 0, level.magnitude().cols(), level.magnitude().rows());
      if (variant.isEmpty() || !fits(variant.get().gradient(), all)) {
        return peaks;
      }
      Mat template = variant.get().gradient();
      Mat scores = level.scores(template, all, own);
      for (int i = 0; i < PEAKS; i++) {
        Core.MinMaxLocResult best = Core.minMaxLoc(scores);
        if (!(best.maxVal >= Math.max(least, 1e-6))) {
          break;
        }
        peaks.add(place(best, all, variant.get(), part, scale, degrees));
        int left = Math.max(0, (int) best.maxLoc.x - template.cols() / 2);
        int top = Math.max(0, (int) best.maxLoc.y - template.rows() / 2);
        Rect around =
            new Rect(
                left,
                top,
                Math.min(scores.cols() - left, template.cols() + 1),
                Math.min(scores.rows() - top, template.rows() + 1));
        own.keep(scores.submat(around)).setTo(new Scalar(-1));
      }
    }
    return peaks;
  }

  private static boolean fits(Mat template, Rect area) {
    return template.cols() <= area.width && template.rows() <= area.height;
  }

  private static Place place(
      Core.MinMaxLocResult best,
      Rect area,
      PatternVariant variant,
      double part,
      double scale,
      double degrees) {
    double x = area.x + best.maxLoc.x + variant.gradient().cols() / 2.0;
    double y = area.y + best.maxLoc.y + variant.gradient().rows() / 2.0;
    Box box =
        new Box(
            (float) ((x - variant.width() / 2) / part),
            (float) ((y - variant.height() / 2) / part),
            (float) (variant.width() / part),
            (float) (variant.height() / part));
    return new Place(Math.max(0, Math.min(1, best.maxVal)), box, scale, degrees);
  }

  /** The best place nearby, in sizes and turns of half a step, in the picture as it is. */
  private Optional<Place> refined(
      TemplatePattern pattern, double reduced, Place coarse, int halvings) {
    GradientLevel level = level(0);
    double x = coarse.box().x() + coarse.box().width() / 2;
    double y = coarse.box().y() + coarse.box().height() / 2;
    int reach = (2 << halvings) + 2;
    Optional<Place> best = Optional.empty();
    for (double scale : around(coarse.scale())) {
      for (double turn : turns(coarse.degrees())) {
        Optional<Place> found =
            at(level, new double[] {x, y}, reach, pattern, reduced, scale, turn);
        if (found.isPresent() && (best.isEmpty() || found.get().score() > best.get().score())) {
          best = found;
        }
      }
    }
    return best;
  }

  private List<Double> around(double scale) {
    double half = Math.sqrt(MatchConfig.SCALE_STEP);
    return List.of(scale / half, scale, scale * half).stream()
        .filter(each -> each <= config.scale() + 1e-9 && each >= 1 / config.scale() - 1e-9)
        .toList();
  }

  private List<Double> turns(double degrees) {
    double half = MatchConfig.ROTATION_STEP / 2;
    return List.of(degrees - half, degrees, degrees + half).stream()
        .filter(each -> Math.abs(each) <= config.rotation() + 1e-9)
        .toList();
  }

  private static Optional<Place> at(
      GradientLevel level,
      double[] centre,
      int reach,
      TemplatePattern pattern,
      double reduced,
      double scale,
      double degrees) {
    try (Scratch own = new Scratch()) {
      Optional<PatternVariant> variant =
          PatternVariant.of(pattern.grey(), reduced * scale, degrees, own);
      if (variant.isEmpty()) {
        return Optional.empty();
      }
      Mat template = variant.get().gradient();
      int left = (int) Math.max(0, centre[0] - template.cols() / 2.0 - reach);
      int top = (int) Math.max(0, centre[1] - template.rows() / 2.0 - reach);
      int right =
          (int) Math.min(level.magnitude().cols(), centre[0] + template.cols() / 2.0 + reach);
      int bottom =
          (int) Math.min(level.magnitude().rows(), centre[1] + template.rows() / 2.0 + reach);
      Rect area = new Rect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
      if (!fits(template, area)) {
        return Optional.empty();
      }
      Mat scores = level.scores(template, area, own);
      return Optional.of(place(Core.minMaxLoc(scores), area, variant.get(), 1, scale, degrees));
    }
  }

  @Override
  public void close() {
    scratch.close();
  }
}
