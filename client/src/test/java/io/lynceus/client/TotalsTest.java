package io.lynceus.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.image.PictureCondition;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TotalsTest {
  private static final Reply PERSON = Replies.of(40, 20, Replies.object("person", 1, 2, 3, 4));

  private final Totals totals = new Totals();

  @Test
  void aSumIsKnownWhenEachImageHasACount() {
    totals.add(PERSON);
    totals.add(PERSON);
    assertThat(totals.sum("person")).isEqualTo(new Sum("person", 2, 0, 2));
    assertThat(totals.sum("person").text()).isEqualTo("2");
  }

  @Test
  void failedAndRejectedImagesMakeTheSumALowerBound() {
    totals.add(PERSON);
    totals.add(withoutObjects());
    totals.add(Replies.rejected(RejectionCode.TRUNCATED, "send it whole"));
    assertThat(totals.sum("person").text()).isEqualTo("≥ 1 · not known in 2 of 3");
  }

  @Test
  void aLabelWithoutACountIsUnknownWhereItsAnalysisFailed() {
    totals.add(withoutObjects());
    totals.add(Replies.of(40, 20, Replies.object("tie", 1, 2, 3, 4)));
    assertThat(totals.sum("tie")).isEqualTo(new Sum("tie", 1, 1, 2));
  }

  @Test
  void aLabelOfAnotherAnalysisStaysKnown() {
    totals.add(withoutObjects());
    totals.add(Replies.of(40, 20, Replies.face(1, 2, 3, 4)));
    assertThat(totals.sum("face").isKnown()).isTrue();
  }

  @Test
  void aPictureThatDoesNotShowAllHidesEachLabel() {
    totals.add(Replies.of(40, 20, Replies.object("tie", 1, 2, 3, 4)));
    Reply dark = Replies.of(40, 20, Replies.object("person", 1, 2, 3, 4));
    totals.add(
        dark.withImage(
            dark.image().map(i -> i.withCondition(PictureCondition.SOUND.withFlat(true)))));
    assertThat(totals.unknown("tie")).isEqualTo(1);
  }

  @Test
  void theMostFrequentLabelComesFirst() {
    totals.add(Replies.of(40, 20, Replies.object("car", 1, 2, 3, 4), Replies.face(1, 2, 3, 4)));
    totals.add(Replies.of(40, 20, Replies.face(1, 2, 3, 4)));
    assertThat(totals.sums()).extracting(Sum::label).containsExactly("face", "car");
  }

  private static Reply withoutObjects() {
    return new Reply(
        "t1",
        Optional.empty(),
        Status.PARTIAL,
        Optional.empty(),
        Optional.empty(),
        Reply.StillInfo.UNKNOWN,
        new Results(
            Map.of("person", Optional.empty()),
            Map.of(Analysis.OBJECTS, UnitReply.without(Outcome.TIMEOUT, "too late"))),
        Optional.empty());
  }
}
