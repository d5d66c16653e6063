package io.lynceus.app.accuracy;

import io.lynceus.app.accuracy.LabelFinders.Sought;
import io.lynceus.app.truth.LabelledPicture;
import io.lynceus.app.truth.Region;
import io.lynceus.app.truth.TrueLabel;
import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts what is right and wrong, picture by picture. */
final class AccuracyTally {
  /** Faces are also counted from these heights on, in pixels: smaller ones are another task. */
  private static final List<Integer> FACE_HEIGHTS = List.of(12, 24, 40);

  /** And persons below this height: those that are far away. */
  private static final Heights FAR = Heights.below(60);

  private static final Sought PERSON = new Sought(Analysis.OBJECTS, "person");

  private final Map<String, Optional<Sought>> soughtByName;
  private final List<LabelTally> tallies = new ArrayList<>();
  private final SortedMap<Analysis, SortedSet<String>> models = new TreeMap<>();
  private final SortedMap<String, Integer> unknown = new TreeMap<>();
  private final SortedMap<String, Integer> unlabelled = new TreeMap<>();
  private final WorstPictures worst;
  private int scored;
  private int empty;
  private int alarmsInEmpty;

  /**
   * @param soughtByName what looks for each name of the labels
   */
  AccuracyTally(
      Map<String, Optional<Sought>> soughtByName, double leastOverlap, WorstPictures worst) {
    this.soughtByName = soughtByName;
    this.worst = worst;
    SortedMap<String, Sought> known = new TreeMap<>();
    soughtByName.values().forEach(each -> each.ifPresent(one -> known.put(one.label(), one)));
    for (Sought one : known.values()) {
      tallies.add(new LabelTally(one, Heights.ALL, leastOverlap));
      if (one.analysis().equals(Analysis.FACES)) {
        FACE_HEIGHTS.forEach(
            height -> tallies.add(new LabelTally(one, Heights.from(height), leastOverlap)));
      } else if (one.equals(PERSON)) {
        tallies.add(new LabelTally(one, FAR, leastOverlap));
      }
    }
  }

  /**
   * What was counted.
   *
   * @param scored pictures
   * @param empty of them, those on which no label counts
   * @param rows by label
   * @param models networks by analysis
   * @param unknown how often each label occurs that no network knows
   * @param unlabelled how often each label was found that the labels do not have: not scored
   */
  record Sums(
      int scored,
      Empty empty,
      List<LabelTally.Row> rows,
      SortedMap<Analysis, SortedSet<String>> models,
      SortedMap<String, Integer> unknown,
      SortedMap<String, Integer> unlabelled) {

    /** All labels together, each once. */
    HitCounts total() {
      return rows.stream()
          .filter(row -> row.heights().isAll())
          .map(LabelTally.Row::counts)
          .reduce(HitCounts.NONE, HitCounts::plus);
    }

    /** The mean of the labels' average precisions; empty when no label counts. */
    Optional<Double> meanAveragePrecision() {
      double[] each =
          rows.stream()
              .filter(row -> row.heights().isAll())
              .flatMap(row -> row.curve().averagePrecision().stream())
              .mapToDouble(Double::doubleValue)
              .toArray();
      return each.length == 0
          ? Optional.empty()
          : Optional.of(Arrays.stream(each).average().orElseThrow());
    }
  }

  /** Pictures without any object, and the false alarms in them. */
  record Empty(int pictures, int falseAlarms) {
    /** Empty without such pictures. */
    Optional<Double> perPicture() {
      return pictures == 0 ? Optional.empty() : Optional.of((double) falseAlarms / pictures);
    }
  }

  /** Adds a picture with its labels in pixels. */
  void add(LabelledPicture picture, List<TrueLabel> labels, Examiner.Seen seen) {
    scored++;
    countUnknown(labels);
    seen.inUse().forEach(this::noteModel);
    PictureErrors.Builder errors = new PictureErrors.Builder(picture, seen);
    Map<Sought, List<TrueLabel>> labelled = byLabel(labels);
    Map<Sought, List<Matching.Finding>> inUse = byLabel(seen.inUse());
    Map<Sought, List<Matching.Finding>> all = byLabel(seen.all());
    for (LabelTally tally : tallies) {
      Sought sought = tally.sought();
      List<TrueLabel> ofLabel = labelled.getOrDefault(sought, List.of());
      Matching matching =
          tally.add(
              ofLabel, inUse.getOrDefault(sought, List.of()), all.getOrDefault(sought, List.of()));
      if (tally.isOfAll()) {
        errors.add(sought.label(), ofLabel, matching);
      }
    }
    countUnlabelled(inUse);
    if (errors.counts().truth() == 0) {
      empty++;
      alarmsInEmpty += errors.counts().falseAlarms();
    }
    worst.offer(errors.build());
  }

  private void countUnknown(List<TrueLabel> labels) {
    for (TrueLabel label : labels) {
      if (Optional.empty().equals(soughtByName.get(label.name()))) { // null: not wanted
        unknown.merge(label.name(), 1, Integer::sum);
      }
    }
  }

  private void noteModel(Analysis analysis, Findings findings) {
    if (!findings.model().isEmpty()) {
      models.computeIfAbsent(analysis, key -> new TreeSet<>()).add(findings.model());
    }
  }

  private Map<Sought, List<TrueLabel>> byLabel(List<TrueLabel> labels) {
    Map<Sought, List<TrueLabel>> byLabel = new HashMap<>();
    for (TrueLabel label : labels) {
      soughtByName
          .getOrDefault(label.name(), Optional.empty())
          .ifPresent(
              sought -> byLabel.computeIfAbsent(sought, key -> new ArrayList<>()).add(label));
    }
    return byLabel;
  }

  private static Map<Sought, List<Matching.Finding>> byLabel(Map<Analysis, Findings> found) {
    Map<Sought, List<Matching.Finding>> byLabel = new HashMap<>();
    found.forEach(
        (analysis, findings) -> {
          for (Detection box : findings.boxes()) {
            Sought sought = new Sought(analysis, box.label().orElseGet(analysis::singular));
            byLabel
                .computeIfAbsent(sought, key -> new ArrayList<>())
                .add(new Matching.Finding(Region.of(box.box()), box.score()));
          }
        });
    return byLabel;
  }

  private void countUnlabelled(Map<Sought, List<Matching.Finding>> inUse) {
    inUse.forEach(
        (sought, findings) -> {
          if (tallies.stream().noneMatch(tally -> tally.sought().equals(sought))) {
            unlabelled.merge(sought.label(), findings.size(), Integer::sum);
          }
        });
  }

  Sums sums() {
    return new Sums(
        scored,
        new Empty(empty, alarmsInEmpty),
        tallies.stream().map(LabelTally::row).toList(),
        models,
        unknown,
        unlabelled);
  }
}
