package io.lynceus.app.accuracy;

import io.lynceus.app.truth.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which findings of one label in one picture are right.
 *
 * <p>The finding with the best score comes first; of equal ones, the first of the reply. It matches
 * the label that it overlaps most, of those that no better finding has matched, if that is at least
 * the required overlap (intersection over union). One that matches none and lies at least half in
 * an ignored region does not count. So a second finding of the same thing is a false alarm.
 *
 * @param verdicts on the findings, the best score first
 * @param missed the labels that no finding matches
 * @param counts of both
 */
record Matching(List<Verdict> verdicts, List<Region> missed, HitCounts counts) {
  private static final double LEAST_SHARE_IN_IGNORED = 0.5;

  /** A place that an analysis has found, with its score. */
  record Finding(Region region, float score) {}

  /** What a finding is. */
  enum Answer {
    HIT,
    FALSE_ALARM,
    IGNORED
  }

  record Verdict(Finding finding, Answer answer) {}

  /**
   * Matches.
   *
   * @param labels that count
   * @param ignored regions
   * @param leastOverlap above 0, at most 1
   */
  static Matching of(
      List<Region> labels, List<Region> ignored, List<Finding> findings, double leastOverlap) {
    List<Finding> best = new ArrayList<>(findings);
    best.sort(Comparator.comparingDouble((Finding finding) -> -finding.score()));
    List<Region> open = new ArrayList<>(labels);
    List<Verdict> verdicts = new ArrayList<>(best.size());
    int hits = 0;
    int falseAlarms = 0;
    for (Finding finding : best) {
      Answer answer = answer(finding.region(), open, ignored, leastOverlap);
      hits += answer == Answer.HIT ? 1 : 0;
      falseAlarms += answer == Answer.FALSE_ALARM ? 1 : 0;
      verdicts.add(new Verdict(finding, answer));
    }
    return new Matching(verdicts, open, new HitCounts(hits, falseAlarms, open.size()));
  }

  /** This, with some of the false alarms ignored. */
  Matching ignoring(Predicate<Finding> some) {
    List<Verdict> others = new ArrayList<>(verdicts.size());
    int ignored = 0;
    for (Verdict verdict : verdicts) {
      boolean ignore = verdict.answer() == Answer.FALSE_ALARM && some.test(verdict.finding());
      ignored += ignore ? 1 : 0;
      others.add(ignore ? new Verdict(verdict.finding(), Answer.IGNORED) : verdict);
    }
    return new Matching(
        others,
        missed,
        new HitCounts(counts.found(), counts.falseAlarms() - ignored, counts.missed()));
  }

  /** Takes the label that is matched out of those that are open. */
  private static Answer answer(
      Region finding, List<Region> open, List<Region> ignored, double leastOverlap) {
    double most = 0;
    int match = -1;
    for (int i = 0; i < open.size(); i++) {
      double overlap = finding.overUnion(open.get(i));
      if (overlap > most) {
        most = overlap;
        match = i;
      }
    }
    if (match >= 0 && most >= leastOverlap) {
      open.remove(match);
      return Answer.HIT;
    }
    double least = LEAST_SHARE_IN_IGNORED * finding.pixels();
    boolean inIgnored =
        ignored.stream().anyMatch(region -> finding.intersection(region) >= Math.max(1e-9, least));
    return inIgnored ? Answer.IGNORED : Answer.FALSE_ALARM;
  }
}
