package io.lynceus.scene.ledger;

import io.lynceus.model.Box;
import io.lynceus.scene.camera.LineConfig;
import io.lynceus.scene.camera.Vertex;
import io.lynceus.scene.presence.Still;
import io.lynceus.scene.presence.Still.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A yard of 768 by 576 pixels, seen from above the door, in which walkers come and go, alone and in
 * groups, stop, turn back, and hide one another; and what a detector finds of them. The truth is
 * where they really are.
 */
final class MadeWalkers {
  static final int WIDTH = 768;
  static final int HEIGHT = 576;
  static final Instant START = Instant.parse("2026-11-30T09:00:00Z");

  private static final double STEP = 0.05;

  /** Of those that nobody hides. */
  private static final double NOT_FOUND = 0.07;

  private final Random random;
  private final List<Walker> walkers = new ArrayList<>();
  private final double length;

  /** One way, as points of a time and a place each. */
  private record Walker(double start, List<double[]> way) {
    double end() {
      return way.get(way.size() - 1)[0];
    }

    /** Foot at that time, null if it is not there. */
    double[] at(double time) {
      if (time < start || time > end()) {
        return null;
      }
      for (int i = 1; i < way.size(); i++) {
        double[] to = way.get(i);
        if (to[0] >= time) {
          double[] from = way.get(i - 1);
          double part = (time - from[0]) / Math.max(1e-9, to[0] - from[0]);
          return new double[] {
            from[1] + part * (to[1] - from[1]), from[2] + part * (to[2] - from[2])
          };
        }
      }
      return null;
    }
  }

  /**
   * @param perMinute walkers, on average
   * @param length seconds
   */
  MadeWalkers(long seed, double perMinute, double length) {
    this.random = new Random(seed);
    this.length = length;
    double time = 0;
    while (time < length) {
      time += -Math.log(1 - random.nextDouble()) * 60 / perMinute;
      int group = random.nextInt(5) == 0 ? 2 + random.nextInt(2) : 1;
      List<double[]> way = way(time);
      for (int i = 0; i < group; i++) {
        double right = 22.0 * i * (random.nextBoolean() ? 1 : -1) + random.nextInt(7);
        double down = random.nextInt(13) - 6;
        List<double[]> own =
            way.stream().map(p -> new double[] {p[0], p[1] + right, p[2] + down}).toList();
        walkers.add(new Walker(time, own));
      }
    }
  }

  private static double body(double y) {
    return 50 + 70 * y / HEIGHT;
  }

  private double[] border() {
    return switch (random.nextInt(4)) {
      case 0 -> new double[] {0, 120 + random.nextInt(HEIGHT - 120)};
      case 1 -> new double[] {WIDTH, 120 + random.nextInt(HEIGHT - 120)};
      case 2 -> new double[] {random.nextInt(WIDTH), 120};
      default -> new double[] {random.nextInt(WIDTH), HEIGHT};
    };
  }

  private List<double[]> way(double start) {
    List<double[]> way = new ArrayList<>();
    double[] at = border();
    double speed = 0.6 + 0.6 * random.nextDouble();
    double time = start;
    way.add(new double[] {time, at[0], at[1]});
    int turns = random.nextInt(3);
    for (int i = 0; i <= turns; i++) {
      double[] to =
          i == turns
              ? border()
              : new double[] {
                100 + random.nextInt(WIDTH - 200), 180 + random.nextInt(HEIGHT - 240)
              };
      double far = Math.hypot(to[0] - at[0], to[1] - at[1]);
      time += far / (speed * (body(at[1]) + body(to[1])) / 2);
      way.add(new double[] {time, to[0], to[1]});
      if (i < turns && random.nextInt(3) == 0) {
        time += 2 + random.nextInt(15);
        way.add(new double[] {time, to[0] + random.nextInt(5), to[1]});
      }
      at = to;
    }
    return way;
  }

  /** Whoever really goes over the line from {@code from} to {@code to}: those in, those out. */
  int[] truth(LineConfig line, double from, double to) {
    int[] ways = new int[2];
    for (Walker walker : walkers) {
      double[] before = null;
      for (double t = Math.max(from, walker.start()); t <= Math.min(to, walker.end()); t += STEP) {
        double[] now = walker.at(t);
        if (before != null && now != null) {
          int way = way(line, before, now);
          if (way != 0) {
            ways[(way < 0) == line.inIsLeft() ? 0 : 1]++;
          }
        }
        before = now == null ? before : now;
      }
    }
    return ways;
  }

  /** 1 to the right of the line, -1 to the left, 0 for neither. */
  private static int way(LineConfig line, double[] from, double[] to) {
    double ax = line.from().x() * WIDTH;
    double ay = line.from().y() * HEIGHT;
    double bx = line.to().x() * WIDTH;
    double by = line.to().y() * HEIGHT;
    double one = (bx - ax) * (from[1] - ay) - (by - ay) * (from[0] - ax);
    double two = (bx - ax) * (to[1] - ay) - (by - ay) * (to[0] - ax);
    if (one <= 0 == two <= 0) {
      return 0;
    }
    double part = one / (one - two);
    double x = from[0] + part * (to[0] - from[0]);
    double y = from[1] + part * (to[1] - from[1]);
    double along =
        ((x - ax) * (bx - ax) + (y - ay) * (by - ay))
            / ((bx - ax) * (bx - ax) + (by - ay) * (by - ay));
    return along < 0 || along > 1 ? 0 : two > 0 ? 1 : -1;
  }

  /** The stills, with what a detector finds. */
  List<Still> stills(double every) {
    List<Still> stills = new ArrayList<>();
    for (double time = 0; time < length; time += every) {
      Instant at = START.plus(Duration.ofMillis(Math.round(1000 * time)));
      stills.add(
          new Still("s" + stills.size(), "", at, at, true, Set.of(), found(time), WIDTH, HEIGHT));
    }
    return stills;
  }

  private List<Found> found(double time) {
    List<Box> seen = new ArrayList<>();
    List<double[]> feet = new ArrayList<>();
    for (Walker walker : walkers) {
      double[] foot = walker.at(time);
      if (foot != null) {
        feet.add(foot);
      }
    }
    feet.sort(Comparator.comparingDouble(foot -> -foot[1])); // the nearest first
    List<Found> found = new ArrayList<>();
    for (double[] foot : feet) {
      double high = body(foot[1]);
      Box box =
          new Box(
              (float) (foot[0] - high * 0.19),
              (float) (foot[1] - high),
              (float) (high * 0.38),
              (float) high);
      boolean hidden = seen.stream().anyMatch(near -> covers(near, box));
      seen.add(box);
      if (!hidden && random.nextDouble() >= NOT_FOUND) {
        double tremble = 0.03 * high;
        found.add(
            new Found(
                "person",
                (float) (0.4 + 0.5 * random.nextDouble()),
                new Box(
                    (float) (box.x() + tremble * random.nextGaussian()),
                    (float) (box.y() + tremble * random.nextGaussian()),
                    box.width(),
                    (float) (box.height() + tremble * random.nextGaussian())),
                List.of(),
                true));
      }
    }
    return found;
  }

  private static boolean covers(Box near, Box far) {
    double wide =
        Math.min(near.x() + near.width(), far.x() + far.width()) - Math.max(near.x(), far.x());
    double high =
        Math.min(near.y() + near.height(), far.y() + far.height()) - Math.max(near.y(), far.y());
    return Math.max(0, wide) * Math.max(0, high) > 0.55 * far.width() * far.height();
  }

  /** Eight lines through the yard. */
  static List<LineConfig> lines() {
    List<LineConfig> lines = new ArrayList<>();
    double[][] ends = {
      {0.5, 0.25, 0.5, 1}, {0, 0.6, 1, 0.6}, {0.25, 0.3, 0.25, 0.95}, {0.75, 0.3, 0.75, 0.95},
      {0.1, 0.95, 0.9, 0.3}, {0.1, 0.3, 0.9, 0.95}, {0.3, 0.5, 0.7, 0.5}, {0.2, 0.75, 0.8, 0.75}
    };
    for (double[] end : ends) {
      lines.add(
          new LineConfig(
              "l" + lines.size(),
              "yard",
              new Vertex(end[0], end[1]),
              new Vertex(end[2], end[3]),
              true,
              LineConfig.LABELS,
              LineConfig.MAX_GAP,
              List.of()));
    }
    return lines;
  }
}
