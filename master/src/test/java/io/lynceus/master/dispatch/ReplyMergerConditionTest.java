package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.image.LevelRange;
import io.lynceus.model.image.PictureCondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What counts of pictures that are damaged, or in which nothing can be seen. */
class ReplyMergerConditionTest extends ReplyMergerFixture {
  @Test
  void whatAPartOfAPictureHoldsIsNoCount() {
    PictureCondition half = PictureCondition.damaged(Optional.of(0.5));
    Reply reply =
        merge(
            List.of(),
            Map.of(
                Analysis.OBJECTS, in(half, objects("car")),
                Analysis.EDGES, ok(Findings.NONE.withNumber("pixels", 1))));
    assertThat(reply.status()).isEqualTo(Status.COMPLETE);
    assertThat(reply.image().orElseThrow().condition()).isEqualTo(half);
    assertThat(reply.counts())
        .containsOnly(Map.entry("person", Optional.empty()), Map.entry("car", Optional.empty()));
  }

  @Test
  void noCountIsKnownOfAPictureInWhichNothingCanBeSeen() {
    PictureCondition flat = PictureCondition.SOUND.withFlat(true);
    Reply reply =
        merge(
            List.of(),
            Map.of(
                Analysis.OBJECTS, in(flat, objects("car")),
                Analysis.EDGES, in(flat, Findings.NONE.withNumber("pixels", 1))));
    assertThat(reply.status()).isEqualTo(Status.COMPLETE);
    assertThat(reply.image().orElseThrow().condition().flat()).isTrue();
    assertThat(reply.counts())
        .containsOnly(Map.entry("person", Optional.empty()), Map.entry("car", Optional.empty()));
    assertThat(reply.analyses().get(Analysis.OBJECTS).outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void aStretchedPictureHasItsCountsAlsoWhenAnotherUnitFailed() {
    PictureCondition stretched =
        PictureCondition.SOUND.withStretched(Optional.of(new LevelRange(29100, 30950)));
    Reply reply =
        merge(
            List.of(),
            Map.of(
                Analysis.EDGES, without(Outcome.TIMEOUT),
                Analysis.OBJECTS, in(stretched, objects("car"))));
    assertThat(reply.image().orElseThrow().condition()).isEqualTo(stretched);
    assertThat(reply.counts()).containsEntry("car", Optional.of(1));
  }

  @Test
  void ofTwoUnitsThatSawADamagedPictureTheOneThatMissedMoreIsBelieved() {
    Reply reply =
        merge(
            List.of(),
            Map.of(
                Analysis.OBJECTS,
                in(PictureCondition.damaged(Optional.of(1.0)), objects()),
                Analysis.EDGES,
                in(PictureCondition.damaged(Optional.of(0.25)), objects())));
    assertThat(reply.image().orElseThrow().condition())
        .isEqualTo(PictureCondition.damaged(Optional.of(0.25)));
  }

  @Test
  void analysesOfTooLittleOfAPictureHaveFailed() {
    PictureCondition strip = PictureCondition.damaged(Optional.of(0.099));
    Reply reply = merge(List.of(), Map.of(Analysis.OBJECTS, in(strip, objects("car"))));
    assertThat(reply.status()).isEqualTo(Status.PARTIAL);
    assertThat(reply.image().orElseThrow().condition()).isEqualTo(strip);
    assertThat(reply.counts().values()).isNotEmpty().allMatch(Optional::isEmpty);
    UnitReply objects = reply.analyses().get(Analysis.OBJECTS);
    assertThat(objects.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(objects.message()).contains("limits.min-decoded").contains("10 %");
  }

  @Test
  void analysesOfJustEnoughOfAPictureAreKept() {
    PictureCondition strip = PictureCondition.damaged(Optional.of(0.1));
    PictureCondition unknown = PictureCondition.damaged(Optional.empty());
    for (PictureCondition condition : List.of(strip, unknown)) {
      Reply reply = merge(List.of(), Map.of(Analysis.OBJECTS, in(condition, objects("car"))));
      assertThat(reply.status()).isEqualTo(Status.COMPLETE);
    }
  }

  @Test
  void aDamagedPictureThatIsAllThereHasItsCounts() {
    Reply reply =
        merge(
            List.of(),
            Map.of(
                Analysis.OBJECTS, in(PictureCondition.damaged(Optional.of(1.0)), objects("car"))));
    assertThat(reply.counts()).containsEntry("car", Optional.of(1));
  }
}
