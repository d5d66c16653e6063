package io.lynceus.scene.ledger;

import io.lynceus.model.ledger.LineCount;
import io.lynceus.scene.camera.LineConfig;
import io.lynceus.scene.camera.LineConfig.Rate;
import io.lynceus.scene.camera.Vertex;
import io.lynceus.scene.presence.Still;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Learns from a video how many of those who cross a line are missed, and how many are counted in
 * excess, with stills that far apart. The lines are virtual ones through the whole picture. What is
 * learnt for a line's figures comes from the other lines only. Immutable.
 */
public final class Calibration {
  /** Times of frames count from here. */
  public static final Instant START = Instant.EPOCH;

  /** For how long the intervals are that are compared with the truth. */
  public static final Duration WINDOW = Duration.ofMinutes(1);

  /** With fewer crossings of all lines together, nothing can be said. */
  public static final int LEAST_CROSSINGS = 20;

  /** Of one interval between stills, the video is looked at from so many beginnings. */
  private static final int MOST_BEGINNINGS = 5;

  private static final double[][] LINES = {
    {0.5, 0, 0.5, 1}, {0, 0.5, 1, 0.5}, {0.3, 0, 0.3, 1}, {0.7, 0, 0.7, 1},
    {0, 1, 1, 0}, {0, 0, 1, 1}, {0, 0.65, 1, 0.65}, {0, 0.35, 1, 0.35}
  };

  private final SortedMap<Integer, Still> stills;
  private final double framesPerSecond;
  private final List<Lined> lines = new ArrayList<>();

  private record Lined(LineConfig line, List<Passing> really) {}

  /**
   * What was measured with stills that far apart.
   *
   * @param rate what was learnt, of all lines
   * @param crossings that there really were, at all lines
   * @param error of in and out together, of each line in the whole video: the mean of the absolute
   *     differences, divided by the mean truth
   * @param intervals for each line, way and {@link #WINDOW}
   * @param held those that hold the truth
   * @param width of the intervals on average, in crossings
   */
  public record Outcome(
      Rate rate, int crossings, double error, int intervals, int held, double width) {}

  /**
   * @param stills what was found in frames, by their numbers from 0; at least those that are
   *     {@linkplain #needs needed}, if they could be looked at. Their times count from {@link
   *     #START}
   * @param truth where everybody really is, in all frames
   * @param framesPerSecond above 0
   * @throws IllegalArgumentException when there are no stills, or hardly any crossings
   */
  public Calibration(SortedMap<Integer, Still> stills, TrueWalkers truth, double framesPerSecond) {
    if (stills.isEmpty()) {
      throw new IllegalArgumentException("the video has no pictures");
    }
    this.stills = stills;
    this.framesPerSecond = framesPerSecond;
    Still any = stills.values().iterator().next();
    int crossings = 0;
    for (LineConfig line : virtualLines()) {
      List<Passing> really =
          truth.passings(line, any.width(), any.height(), framesPerSecond, stills.lastKey());
      crossings += really.size();
      lines.add(new Lined(line, really));
    }
    if (crossings < LEAST_CROSSINGS) {
      throw new IllegalArgumentException(
          "nothing can be learnt of %d crossings of %d lines: at least %d are needed"
              .formatted(crossings, lines.size(), LEAST_CROSSINGS));
    }
  }

  /** Eight lines through the picture, up and down, across, and from corner to corner. */
  static List<LineConfig> virtualLines() {
    List<LineConfig> lines = new ArrayList<>();
    for (double[] end : LINES) {
      lines.add(
          new LineConfig(
              "virtual-" + lines.size(),
              "video",
              new Vertex(end[0], end[1]),
              new Vertex(end[2], end[3]),
              true,
              LineConfig.LABELS,
              Duration.ofMinutes(1),
              List.of()));
    }
    return lines;
  }

  /** How many frames lie from one still to the next; empty steps are one. */
  static int step(double framesPerSecond, double stillsPerSecond) {
    return (int) Math.max(1, Math.round(framesPerSecond / stillsPerSecond));
  }

  /** At which frames the stills of an interval begin. */
  private static List<Integer> beginnings(int step) {
    List<Integer> beginnings = new ArrayList<>();
    int count = Math.min(step, MOST_BEGINNINGS);
    for (int i = 0; i < count; i++) {
      beginnings.add(i * step / count);
    }
    return beginnings;
  }

  /** Whether a frame is a still of one of these rates. */
  public static boolean needs(int frame, double framesPerSecond, List<Double> stillsPerSecond) {
    for (double each : stillsPerSecond) {
      int step = step(framesPerSecond, each);
      if (beginnings(step).contains(frame % step)) {
        return true;
      }
    }
    return false;
  }

  /** What comes of stills at that rate. */
  public Outcome at(double stillsPerSecond) {
    int step = step(framesPerSecond, stillsPerSecond);
    List<Compared> all = new ArrayList<>();
    Compared sum = new Compared();
    for (Lined each : lines) {
      Compared compared = new Compared();
      for (int beginning : beginnings(step)) {
        compared.add(each.really, counted(each.line, step, beginning), step / framesPerSecond);
      }
      all.add(compared);
      sum.plus(compared);
    }
    int held = 0;
    int intervals = 0;
    long width = 0;
    for (Compared each : all) {
      Compared others = new Compared();
      all.stream().filter(other -> other != each).forEach(others::plus);
      Rate rate = others.rate(Duration.ofSeconds(1));
      for (Window window : each.windows) {
        for (int way = 0; way < 2; way++) {
          Interval interval = window.interval(way, rate);
          intervals++;
          width += interval.high() - interval.low();
          held +=
              interval.low() <= window.really[way] && window.really[way] <= interval.high() ? 1 : 0;
        }
      }
    }
    return new Outcome(
        sum.rate(Duration.ofMillis(Math.round(1000 * step / framesPerSecond))),
        lines.stream().mapToInt(line -> line.really.size()).sum(),
        sum.off / Math.max(1.0, sum.crossings),
        intervals,
        held,
        (double) width / Math.max(1, intervals));
  }

  private List<Passing> counted(LineConfig line, int step, int beginning) {
    LineFollower follower = new LineFollower(line);
    List<Passing> counted = new ArrayList<>();
    for (int frame = beginning; frame <= stills.lastKey(); frame += step) {
      Still still = stills.get(frame);
      if (still == null) {
        continue; // it could not be looked at
      }
      double second = Duration.between(START, still.time()).toMillis() / 1000.0;
      for (LineCount count : follower.hear(still)) {
        for (int i = 0; i < count.in() + count.out(); i++) {
          counted.add(new Passing(second, i < count.in(), i < count.doubtful()));
        }
      }
    }
    return counted;
  }

  /** One minute of one line: what there was and what was counted, in and out. */
  private static final class Window {
    final int[] really = new int[2];
    final int[] counted = new int[2];
    final int[] doubtful = new int[2];

    Interval interval(int way, Rate rate) {
      int both = counted[0] + counted[1];
      double part = both == 0 ? 0 : (double) counted[way] / both / 2;
      return Interval.of(
          counted[way], part * (doubtful[0] + doubtful[1]), rate.missed(), rate.extra());
    }
  }

  /** What was counted beside what there was. */
  private final class Compared {
    final List<Window> windows = new ArrayList<>();
    int crossings;
    int off;
    private int missed;
    private int extra;

    void add(List<Passing> really, List<Passing> counted, double every) {
      crossings += really.size();
      off += Math.abs(counted.size() - really.size());
      int matched = Passing.matched(really, counted, 1 + 2 * every);
      missed += really.size() - matched;
      extra += counted.size() - matched;
      double seconds = (stills.lastKey() + 1) / framesPerSecond;
      int count = (int) Math.max(1, Math.round(seconds / WINDOW.toSeconds()));
      for (int i = 0; i < count; i++) {
        double from = i * seconds / count;
        double to = i + 1 == count ? Double.MAX_VALUE : (i + 1) * seconds / count;
        Window window = new Window();
        Passing.count(really, from, to, window.really, new int[2]);
        Passing.count(counted, from, to, window.counted, window.doubtful);
        windows.add(window);
      }
    }

    void plus(Compared other) {
      crossings += other.crossings;
      off += other.off;
      missed += other.missed;
      extra += other.extra;
    }

    /**
     * Half a one more than was seen: that nothing was missed here does not say that it never is.
     */
    Rate rate(Duration every) {
      return new Rate(
          every,
          Math.min(Interval.MOST_MISSED, (missed + 0.5) / (crossings + 1.0)),
          Math.min(5, (extra + 0.5) / (crossings + 1.0)));
    }
  }
}
