package io.lynceus.app.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.lynceus.app.accuracy.PrecisionRecall.Point;
import org.junit.jupiter.api.Test;

class PrecisionRecallTest {
  private final ScoredHits hits = new ScoredHits();

  @Test
  void theAreaIsThatBelowTheInterpolatedCurve() {
    hits.add(.9f, true);
    hits.add(.8f, false);
    hits.add(.7f, true);
    hits.add(.6f, true);
    hits.add(.5f, false);

    PrecisionRecall curve = PrecisionRecall.of(hits, 4);

    // Recall 1/4 at precision 1; from there to 3/4 the best that follows is 3/4.
    assertThat(curve.averagePrecision().orElseThrow()).isCloseTo(.25 * 1 + .5 * .75, offset(1e-12));
    assertThat(curve.envelope()).containsExactly(new Point(.25, 1, .9f), new Point(.75, .75, .6f));
  }

  @Test
  void theOrderInWhichFindingsComeDoesNotCount() {
    hits.add(.5f, true);
    hits.add(.9f, false);

    assertThat(PrecisionRecall.of(hits, 1).averagePrecision().orElseThrow()).isEqualTo(.5);
  }

  @Test
  void findingsOfOneScoreAreOnePointWhicheverComesFirst() {
    ScoredHits other = new ScoredHits();
    hits.add(.5f, true);
    hits.add(.5f, false);
    other.add(.5f, false);
    other.add(.5f, true);

    assertThat(PrecisionRecall.of(hits, 2).points()).containsExactly(new Point(.5, .5, .5f));
    assertThat(PrecisionRecall.of(other, 2)).isEqualTo(PrecisionRecall.of(hits, 2));
  }

  @Test
  void withoutLabelsItIsUnknownAndWithoutFindingsZero() {
    assertThat(PrecisionRecall.of(hits, 3).averagePrecision()).contains(0.0);
    hits.add(.5f, false);
    assertThat(PrecisionRecall.of(hits, 0).averagePrecision()).isEmpty();
  }

  @Test
  void perfectFindingsHaveAnAreaOfOne() {
    for (int i = 0; i < 200; i++) {
      hits.add(.9f - i / 1000f, true);
    }
    assertThat(PrecisionRecall.of(hits, 200).averagePrecision().orElseThrow())
        .isCloseTo(1, offset(1e-9));
  }
}
