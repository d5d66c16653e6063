package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.dispatch.state.WorkUnit.UnitEnd;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Ask;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.StrongPoint;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.image.PictureCondition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a reply counts, and what it tells of its units. */
class ReplyMergerTest extends ReplyMergerFixture {
  @Test
  void detectionsAreCountedPerLabelAndFacesAsFace() {
    Reply reply =
        merge(
            List.of(),
            Map.of(
                Analysis.OBJECTS, ok(objects("person", "person", "tie")),
                Analysis.FACES,
                    ok(
                        Findings.ofDetections("m", List.of(Detection.pointed(1, BOX, List.of()))),
                        AnalysisDescriptor.FACES.labels())));
    assertThat(reply.status()).isEqualTo(Status.COMPLETE);
    assertThat(reply.counts())
        .containsExactly(
            Map.entry("person", Optional.of(2)),
            Map.entry("tie", Optional.of(1)),
            Map.entry("face", Optional.of(1)));
  }

  @Test
  void ofCornersThatAreCountedTheNumberIsTold() {
    Findings corners = Findings.ofPoints(List.of(new StrongPoint(1, 2, 3)));
    Map<Analysis, UnitEnd> ends = Map.of(Analysis.CORNERS, ok(corners));
    Ask points = Images.request("hash", ends.keySet()).ask();
    assertThat(corners(merge(points, ends))).isEqualTo(corners);
    assertThat(corners(merge(points.withOption("corners", "count"), ends)))
        .isEqualTo(Findings.NONE.withNumber("count", 1));
  }

  private static Findings corners(Reply reply) {
    return reply.analyses().get(Analysis.CORNERS).findings().orElseThrow();
  }

  @Test
  void nobodyThereIsAZeroAndNotAGap() {
    Reply reply = merge(List.of(), Map.of(Analysis.OBJECTS, ok(objects("car"))));
    assertThat(reply.counts()).containsEntry("person", Optional.of(0));
  }

  @Test
  void labelsThatWereAskedForAreCountedAndNoOthers() {
    Reply reply = merge(List.of("car", "bus"), Map.of(Analysis.OBJECTS, ok(objects("bus"))));
    assertThat(reply.counts())
        .containsExactly(Map.entry("car", Optional.of(0)), Map.entry("bus", Optional.of(1)));
  }

  @Test
  void aLabelIsCountedUnderTheNetworksOwnName() {
    Reply reply =
        merge(
            List.of("Person", "CELL_PHONE", "gabelstapler"),
            Map.of(Analysis.OBJECTS, ok(objects("person", "person"))));
    assertThat(reply.counts())
        .containsExactly(
            Map.entry("person", Optional.of(2)),
            Map.entry("cell phone", Optional.of(0)),
            Map.entry("Gabelstapler", Optional.of(0)));
  }

  @Test
  void aLabelThatTheNetworkDoesNotKnowIsUnknownAndNeverZero() {
    Vocabulary other = AnalysisDescriptor.OBJECTS.withLabels(List.of("truck")).labels();
    assertThat(
            merge(List.of("people", "car"), Map.of(Analysis.OBJECTS, ok(objects(), other)))
                .counts())
        .containsExactly(Map.entry("people", Optional.empty()), Map.entry("car", Optional.empty()));
    assertThat(merge(List.of(), Map.of(Analysis.OBJECTS, ok(objects("truck"), other))).counts())
        .as("what is always counted")
        .containsExactly(Map.entry("person", Optional.empty()), Map.entry("truck", Optional.of(1)));
  }

  @Test
  void anAnalysisThatTellsNoLabelsDoesNotCountWhatItDidNotFind() {
    assertThat(
            merge(
                    List.of("car", "bus"),
                    Map.of(Analysis.OBJECTS, ok(objects("bus"), Vocabulary.NONE)))
                .counts())
        .containsExactly(Map.entry("car", Optional.empty()), Map.entry("bus", Optional.of(1)));
  }

  @Test
  void eachAnalysisCountsTheLabelsThatItsOwnNetworkKnows() {
    Vocabulary fire = CATALOG.labels().of(FIRE).get(0);
    assertThat(
            merge(
                    List.of("Smoke", "person"),
                    Map.of(Analysis.OBJECTS, ok(objects()), FIRE, ok(objects("smoke"), fire)))
                .counts())
        .containsOnly(Map.entry("person", Optional.of(0)), Map.entry("smoke", Optional.of(1)));
  }

  @Test
  void aCountWithoutItsAnalysisIsUnknownAndNeverZero() {
    Reply reply =
        merge(
            List.of("car"),
            Map.of(
                Analysis.OBJECTS, without(Outcome.TIMEOUT),
                Analysis.FACES, without(Outcome.NO_SLAVE),
                Analysis.CORNERS, ok(Findings.ofPoints(List.of()))));
    assertThat(reply.status()).isEqualTo(Status.PARTIAL);
    assertThat(reply.counts())
        .containsOnly(Map.entry("car", Optional.empty()), Map.entry("face", Optional.empty()));
  }

  @Test
  void analysesThatWereNotAskedForAreNotCounted() {
    Reply reply = merge(List.of(), Map.of(Analysis.CORNERS, ok(Findings.ofPoints(List.of()))));
    assertThat(reply.counts()).isEmpty();
    assertThat(reply.analyses()).containsOnlyKeys(Analysis.CORNERS);
  }

  @Test
  void anImageThatNobodyCouldReadIsRejected() {
    UnitEnd unreadable =
        new UnitEnd(
            UnitReply.without(Outcome.FAILED, "broken"),
            run(),
            true,
            Vocabulary.NONE,
            PictureCondition.SOUND);
    Reply all = merge(List.of(), Map.of(Analysis.EDGES, unreadable, Analysis.OBJECTS, unreadable));
    assertThat(all.rejection()).contains(new Reply.Rejection(RejectionCode.CORRUPT, "broken"));
    assertThat(all.analyses()).isEmpty();

    Reply one =
        merge(
            List.of(),
            Map.of(Analysis.EDGES, unreadable, Analysis.FACES, without(Outcome.TIMEOUT)));
    assertThat(one.status()).as("a slave may have been at fault").isEqualTo(Status.PARTIAL);
  }

  @Test
  void timesAndAttemptsAreThoseOfTheUnits() {
    Reply reply = merge(List.of(), Map.of(Analysis.OBJECTS, ok(objects())));
    Reply.Timing timing = reply.timing().orElseThrow();
    assertThat(timing.total()).isEqualTo(Duration.ofNanos(300));
    assertThat(timing.queue()).isEqualTo(Duration.ofNanos(100));
    assertThat(timing.units()).containsExactly(Map.entry(Analysis.OBJECTS, run()));
  }
}
