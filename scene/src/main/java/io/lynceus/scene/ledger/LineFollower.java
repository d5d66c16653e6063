package io.lynceus.scene.ledger;

import io.lynceus.model.Camera;
import io.lynceus.model.ledger.LineCount;
import io.lynceus.model.text.FoldedText;
import io.lynceus.scene.camera.LineConfig;
import io.lynceus.scene.ledger.Crossing.Way;
import io.lynceus.scene.ledger.Tracks.Foot;
import io.lynceus.scene.ledger.Tracks.Step;
import io.lynceus.scene.presence.Still;
import io.lynceus.scene.presence.Still.Found;
import io.lynceus.scene.presence.StillOrder;
import io.lynceus.scene.presence.StillOrder.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts who goes over one line. A still that could not be judged, or that is not later than the
 * one before, counts for nothing; after a gap that is too long it begins anew, because nobody knows
 * who is who. One thread at a time.
 */
final class LineFollower {
  private final LineConfig line;
  private final Set<String> labels;
  private Tracks tracks = new Tracks();
  private final StillOrder order = new StillOrder();

  LineFollower(LineConfig line) {
    this.line = line;
    this.labels = line.labels().stream().map(FoldedText::of).collect(Collectors.toSet());
  }

  LineConfig line() {
    return line;
  }

  /** What the next still adds, at most for two quarters. */
  List<LineCount> hear(Still still) {
    boolean asked = still.asked().isEmpty() || still.asked().containsAll(labels);
    Place place = order.of(still.time());
    if (place == Place.LATE || !still.judged() || !asked) {
      return List.of();
    }
    Instant last = order.last();
    order.counts(still.time());
    List<LineCount> counts = new ArrayList<>();
    if (last != null
        && place == Place.NEXT
        && Duration.between(last, still.time()).compareTo(line.maxGap()) <= 0) {
      covered(last, still.time(), counts);
    } else {
      tracks = new Tracks();
    }
    LineCount crossed = crossed(still);
    if (crossed.in() + crossed.out() > 0) {
      counts.add(crossed);
    }
    return counts;
  }

  private LineCount count(Instant quarter, int in, int out, int doubtful, long millis, long steps) {
    Camera camera = new Camera(line.camera());
    return new LineCount(line.name(), camera, quarter, in, out, doubtful, millis, steps);
  }

  private void covered(Instant from, Instant to, List<LineCount> counts) {
    Instant border = LineCount.quarter(to);
    long millis = Duration.between(from, to).toMillis();
    if (from.isBefore(border)) {
      long before = Duration.between(from, border).toMillis();
      counts.add(count(LineCount.quarter(from), 0, 0, 0, before, 0));
      millis -= before;
    }
    counts.add(count(border, 0, 0, 0, millis, 1));
  }

  private LineCount crossed(Still still) {
    double diagonal = Math.hypot(still.width(), still.height());
    Crossing crossing =
        new Crossing(
            line.from().x() * still.width() / diagonal,
            line.from().y() * still.height() / diagonal,
            line.to().x() * still.width() / diagonal,
            line.to().y() * still.height() / diagonal);
    int in = 0;
    int out = 0;
    int doubtful = 0;
    for (Step step : tracks.next(feet(still, diagonal), still.time())) {
      Way way = crossing.follow(line.name(), step.track());
      if (way != Way.NONE) {
        boolean isIn = (way == Way.TO_LEFT) == line.inIsLeft();
        in += isIn ? 1 : 0;
        out += isIn ? 0 : 1;
        doubtful += step.doubtful() ? 1 : 0;
      }
    }
    return count(LineCount.quarter(still.time()), in, out, doubtful, 0, 0);
  }

  private List<Foot> feet(Still still, double diagonal) {
    return still.found().stream()
        .filter(found -> found.counts() && labels.contains(FoldedText.of(found.label())))
        .sorted(Comparator.comparingDouble(found -> -found.score()))
        .map(found -> foot(found, diagonal))
        .toList();
  }

  private static Foot foot(Found found, double diagonal) {
    return new Foot(
        (found.box().x() + found.box().width() / 2.0) / diagonal,
        (found.box().y() + found.box().height()) / diagonal,
        found.box().height() / diagonal);
  }
}
