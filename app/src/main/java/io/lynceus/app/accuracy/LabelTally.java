package io.lynceus.app.accuracy;

import io.lynceus.app.truth.Region;
import io.lynceus.app.truth.TrueLabel;
import java.util.ArrayList;
import java.util.List;

/** Counts what is right and wrong of one label, picture by picture. */
final class LabelTally {
  private final LabelFinders.Sought sought;
  private final Heights heights;
  private final double leastOverlap;
  private final ScoredHits curve = new ScoredHits();
  private HitCounts counts = HitCounts.NONE;

  /**
   * @param heights labels of other heights are ignored, and so is what is found and higher, where
   *     there is an upper bound
   */
  LabelTally(LabelFinders.Sought sought, Heights heights, double leastOverlap) {
    this.sought = sought;
    this.heights = heights;
    this.leastOverlap = leastOverlap;
  }

  /**
   * What became of one label.
   *
   * @param heights labels of other heights were ignored
   * @param counts at the threshold in use
   */
  record Row(String label, Heights heights, HitCounts counts, PrecisionRecall curve) {
    /** For people: {@code face}, {@code face ≥ 24 px}, {@code person < 60 px}. */
    String title() {
      return label + heights.title();
    }
  }

  LabelFinders.Sought sought() {
    return sought;
  }

  /** Whether it counts all labels, of whatever size. */
  boolean isOfAll() {
    return heights.isAll();
  }

  /**
   * Adds a picture.
   *
   * @param labels of this name alone
   * @param inUse findings with the threshold in use
   * @param all findings, also those with low scores
   * @return how those in use match
   */
  Matching add(List<TrueLabel> labels, List<Matching.Finding> inUse, List<Matching.Finding> all) {
    List<Region> counting = new ArrayList<>();
    List<Region> ignored = new ArrayList<>();
    for (TrueLabel label : labels) {
      boolean counts = !label.ignored() && heights.contains(label.region());
      (counts ? counting : ignored).add(label.region());
    }
    for (Matching.Verdict verdict : match(counting, ignored, all).verdicts()) {
      if (verdict.answer() != Matching.Answer.IGNORED) {
        curve.add(verdict.finding().score(), verdict.answer() == Matching.Answer.HIT);
      }
    }
    Matching matching = match(counting, ignored, inUse);
    counts = counts.plus(matching.counts());
    return matching;
  }

  private Matching match(
      List<Region> counting, List<Region> ignored, List<Matching.Finding> findings) {
    return Matching.of(counting, ignored, findings, leastOverlap)
        .ignoring(finding -> heights.isTooHigh(finding.region()));
  }

  Row row() {
    return new Row(sought.label(), heights, counts, PrecisionRecall.of(curve, counts.truth()));
  }
}
