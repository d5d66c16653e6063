package io.lynceus.app.accuracy;

import io.lynceus.app.truth.Region;
import io.lynceus.app.truth.TrueLabel;
import java.util.ArrayList;
import java.util.List;

/** Counts what is right and wrong of one label, picture by picture. */
final class LabelTally {
  private final LabelFinders.Sought sought;
  private final int minHeight;
  private final double leastOverlap;
  private final ScoredHits curve = new ScoredHits();
  private HitCounts counts = HitCounts.NONE;

  /**
   * @param minHeight labels of fewer pixels in height are ignored
   */
  LabelTally(LabelFinders.Sought sought, int minHeight, double leastOverlap) {
    this.sought = sought;
    this.minHeight = minHeight;
    this.leastOverlap = leastOverlap;
  }

  /**
   * What became of one label.
   *
   * @param minHeight labels of fewer pixels in height were ignored; 0: none was
   * @param counts at the threshold in use
   */
  record Row(String label, int minHeight, HitCounts counts, PrecisionRecall curve) {
    /** For people: {@code face}, {@code face ≥ 24 px}. */
    String title() {
      return minHeight == 0 ? label : label + " ≥ " + minHeight + " px";
    }
  }

  LabelFinders.Sought sought() {
    return sought;
  }

  /** Whether it counts all labels, of whatever size. */
  boolean isOfAll() {
    return minHeight == 0;
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
      boolean small = label.region().height() < minHeight;
      (label.ignored() || small ? ignored : counting).add(label.region());
    }
    for (Matching.Verdict verdict : Matching.of(counting, ignored, all, leastOverlap).verdicts()) {
      if (verdict.answer() != Matching.Answer.IGNORED) {
        curve.add(verdict.finding().score(), verdict.answer() == Matching.Answer.HIT);
      }
    }
    Matching matching = Matching.of(counting, ignored, inUse, leastOverlap);
    counts = counts.plus(matching.counts());
    return matching;
  }

  Row row() {
    return new Row(sought.label(), minHeight, counts, PrecisionRecall.of(curve, counts.truth()));
  }
}
