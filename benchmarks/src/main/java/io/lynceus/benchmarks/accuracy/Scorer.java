package io.lynceus.benchmarks.accuracy;

import io.lynceus.benchmarks.accuracy.Detections.Detected;
import io.lynceus.benchmarks.accuracy.LabelledFolder.Labelled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Matches detections with labels, class by class: the best detection first, each with the unmatched
 * label that it overlaps most. A detection that matches no label but lies at least half within an
 * ignored one does not count.
 */
final class Scorer {

  /**
   * The rules by which detections are scored.
   *
   * @param label only this class; empty means all
   * @param minOverlap the least intersection over union with which a detection matches a label, 0
   *     to 1
   * @param minSide labels with a shorter side of fewer pixels are ignored
   * @param minScore detections with a lower score are ignored, 0 to 1
   */
  record Rule(Optional<String> label, double minOverlap, double minSide, double minScore) {

    boolean asksFor(String other) {
      return label.isEmpty() || label.get().equals(other);
    }
  }

  private static final double MIN_SHARE_IN_IGNORED = 0.5;

  private final Rule question;
  private final Map<String, Score> scores = new TreeMap<>();

  Scorer(Rule question) {
    this.question = question;
  }

  /** Adds a picture. */
  void add(List<Labelled> labels, List<Detected> detections) {
    TreeSet<String> classes = new TreeSet<>();
    labels.forEach(label -> classes.add(label.label()));
    detections.stream()
        .filter(detection -> detection.score() >= question.minScore())
        .forEach(detection -> classes.add(detection.label()));
    for (String name : classes) {
      if (question.asksFor(name)) {
        Score score =
            score(
                labels.stream().filter(label -> label.label().equals(name)).toList(),
                detections.stream().filter(found -> found.label().equals(name)).toList());
        scores.merge(name, score, Score::plus);
      }
    }
  }

  private Score score(List<Labelled> labels, List<Detected> detections) {
    List<Area> asked = new ArrayList<>();
    List<Area> ignored = new ArrayList<>();
    for (Labelled label : labels) {
      boolean small = label.area().shorterSide() < question.minSide();
      (label.ignored() || small ? ignored : asked).add(label.area());
    }
    int found = 0;
    int falseAlarms = 0;
    for (Detected detection : bestFirst(detections)) {
      int met = mostOverlapped(asked, detection.area());
      if (met >= 0) {
        asked.remove(met);
        found++;
      } else if (ignored.stream().noneMatch(area -> liesIn(detection.area(), area))) {
        falseAlarms++;
      }
    }
    return new Score(found, falseAlarms, asked.size());
  }

  private List<Detected> bestFirst(List<Detected> detections) {
    return detections.stream()
        .filter(detection -> detection.score() >= question.minScore())
        .sorted(Comparator.comparingDouble((Detected detection) -> -detection.score()))
        .toList();
  }

  /** The index of the label that the detection matches, or -1. */
  private int mostOverlapped(List<Area> labels, Area detection) {
    double most = 0;
    int index = -1;
    for (int i = 0; i < labels.size(); i++) {
      double overlap = detection.overUnion(labels.get(i));
      if (overlap > most) {
        most = overlap;
        index = i;
      }
    }
    return most >= question.minOverlap() ? index : -1;
  }

  private static boolean liesIn(Area detection, Area ignored) {
    return detection.intersection(ignored) >= MIN_SHARE_IN_IGNORED * detection.pixels();
  }

  /** The scores by class. */
  Map<String, Score> scores() {
    return scores;
  }

  Score total() {
    return scores.values().stream().reduce(Score.NONE, Score::plus);
  }
}
