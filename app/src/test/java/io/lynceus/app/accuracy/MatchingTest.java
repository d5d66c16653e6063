package io.lynceus.app.accuracy;

import static io.lynceus.app.accuracy.Matching.Answer.FALSE_ALARM;
import static io.lynceus.app.accuracy.Matching.Answer.HIT;
import static io.lynceus.app.accuracy.Matching.Answer.IGNORED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lynceus.app.accuracy.Matching.Answer;
import io.lynceus.app.accuracy.Matching.Finding;
import io.lynceus.app.truth.Region;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatchingTest {
  private static final Region PERSON = new Region(0, 0, 10, 10);
  private static final Region CROWD = new Region(100, 0, 50, 50);

  @Test
  void theRequiredOverlapItselfIsEnough() {
    assertThat(answers(List.of(PERSON), List.of(), found(0, 0, 10, 5, .9f))).containsExactly(HIT);
    assertThat(answers(List.of(PERSON), List.of(), found(0, 0, 10, 4.99, .9f)))
        .containsExactly(FALSE_ALARM);
  }

  @Test
  void aSecondFindingOfTheSameThingIsAFalseAlarm() {
    Matching matching =
        Matching.of(
            List.of(PERSON),
            List.of(),
            List.of(found(0, 0, 10, 9, .5f), found(0, 0, 10, 8, .9f)),
            .5);

    assertThat(matching.verdicts())
        .extracting(verdict -> verdict.finding().score(), Matching.Verdict::answer)
        .containsExactly(tuple(.9f, HIT), tuple(.5f, FALSE_ALARM));
    assertThat(matching.counts()).isEqualTo(new HitCounts(1, 1, 0));
  }

  @Test
  void ofEqualScoresTheFirstOfTheReplyCounts() {
    Region right = new Region(4, 0, 10, 10);
    // The first takes the left label, which both overlap most; the second is left with the right.
    assertThat(
            answers(
                List.of(PERSON, right),
                List.of(),
                found(1, 0, 10, 10, .7f),
                found(1, 0, 10, 10, .7f)))
        .containsExactly(HIT, HIT);
    assertThat(
            answers(List.of(PERSON), List.of(), found(0, 0, 10, 6, .7f), found(0, 0, 10, 10, .7f)))
        .containsExactly(HIT, FALSE_ALARM);
  }

  @Test
  void aFindingMatchesTheLabelThatItOverlapsMost() {
    Region other = new Region(2, 0, 10, 10);
    Matching matching =
        Matching.of(List.of(PERSON, other), List.of(), List.of(found(2, 0, 10, 9, .9f)), .5);

    assertThat(matching.missed()).containsExactly(PERSON);
  }

  @Test
  void halfInAnIgnoredRegionIsNoFalseAlarm() {
    assertThat(answers(List.of(), List.of(CROWD), found(90, 0, 20, 10, .9f)))
        .containsExactly(IGNORED);
    assertThat(answers(List.of(), List.of(CROWD), found(89, 0, 20, 10, .9f)))
        .containsExactly(FALSE_ALARM);
  }

  @Test
  void ignoredRegionsAreNotMissedAndTakeAnyNumberOfFindings() {
    Matching matching =
        Matching.of(
            List.of(PERSON),
            List.of(CROWD),
            List.of(found(110, 0, 10, 10, .9f), found(120, 0, 10, 10, .8f)),
            .5);

    assertThat(matching.counts()).isEqualTo(new HitCounts(0, 0, 1));
  }

  @Test
  void aLabelComesBeforeAnIgnoredRegionAroundIt() {
    assertThat(answers(List.of(PERSON), List.of(PERSON), found(0, 0, 10, 10, .9f)))
        .containsExactly(HIT);
  }

  @Test
  void nothingFoundAndNothingThereIsUnknownAndNotZero() {
    assertThat(HitCounts.NONE.precision()).isEmpty();
    assertThat(HitCounts.NONE.recall()).isEmpty();
  }

  private static List<Answer> answers(
      List<Region> labels, List<Region> ignored, Finding... findings) {
    return Matching.of(labels, ignored, List.of(findings), .5).verdicts().stream()
        .map(Matching.Verdict::answer)
        .toList();
  }

  private static Finding found(double x, double y, double width, double height, float score) {
    return new Finding(new Region(x, y, width, height), score);
  }
}
