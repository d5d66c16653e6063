package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.cameras.TestCameras;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.master.dispatch.state.WorkUnit.UnitEnd;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
import io.lynceus.model.FloatVector;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.identity.Identity;
import io.lynceus.model.identity.Identity.Decision;
import io.lynceus.model.people.FaceQuality;
import io.lynceus.model.people.SeenFace;
import io.lynceus.scene.rules.SceneRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of the analysis {@code embedding} in a reply. */
class ReplyMergerPeopleTest extends ReplyMergerFixture {
  private static final Identity ANN =
      new Identity(Decision.KNOWN, Optional.of("ann"), Optional.of(0.8f));
  private static final Detection LEFT = Detection.pointed(0.9f, new Box(1, 2, 3, 4), List.of());
  private static final Detection RIGHT = Detection.pointed(0.8f, new Box(9, 2, 3, 4), List.of());
  private static final Findings FACES = Findings.ofDetections("faces", List.of(LEFT, RIGHT));

  /** The left one is ann; of the right one nothing is known. */
  private static Findings judged() {
    SeenFace left =
        new SeenFace(
            LEFT.withMarks(Marks.NONE.withPerson(ANN)),
            FaceQuality.ofSmall(4),
            Optional.of(new FloatVector(new float[] {1})));
    SeenFace right = new SeenFace(RIGHT, FaceQuality.ofSmall(4), Optional.empty());
    return SeenFace.toFindings("vectors:1@01234567", List.of(left, right));
  }

  private static Map<Analysis, UnitEnd> ends(UnitEnd embedding) {
    return Map.of(Analysis.FACES, ok(FACES), SeenFace.ANALYSIS, embedding);
  }

  private static Ask ask() {
    return Ask.DEFAULT.withAnalyses(List.of(Analysis.FACES, SeenFace.ANALYSIS));
  }

  private static List<Optional<Identity>> persons(Reply reply) {
    return reply.analyses().get(Analysis.FACES).findings().orElseThrow().boxes().stream()
        .map(box -> box.marks().person())
        .toList();
  }

  @Test
  void whoseFaceItIsStandsAtTheFaceAndNoVectorLeaves() {
    Reply reply = merge(ask(), ends(ok(judged())));

    assertThat(persons(reply)).containsExactly(Optional.of(ANN), Optional.empty());
    assertThat(reply.analyses().get(SeenFace.ANALYSIS).findings())
        .contains(Findings.NONE.withModel("vectors:1@01234567"));
    assertThat(reply.counts()).containsOnlyKeys("face").containsValue(Optional.of(2));
  }

  @Test
  void withoutAComparisonNothingIsSaidOfTheFaces() {
    Reply reply = merge(ask(), ends(without(Outcome.TIMEOUT)));

    assertThat(persons(reply)).containsExactly(Optional.empty(), Optional.empty());
    assertThat(reply.analyses().get(SeenFace.ANALYSIS).outcome()).isEqualTo(Outcome.TIMEOUT);
  }

  @Test
  void aFaceThatDoesNotCountGetsNoName() {
    Reply reply = merge("masks.all.polygon = [[0, 0], [1, 0], [1, 1], [0, 1]]");

    assertThat(persons(reply)).containsExactly(Optional.empty(), Optional.empty());
  }

  @Test
  void aZoneTakesNoNameAway() {
    Reply reply = merge("zones.all.polygon = [[0, 0], [1, 0], [1, 1], [0, 1]]");

    assertThat(persons(reply)).containsExactly(Optional.of(ANN), Optional.empty());
  }

  private Reply merge(String camera) {
    Camera front = new Camera("front");
    TaskRequest plain =
        Images.asking(
            Images.request("hash", ends(ok(judged())).keySet()),
            ask().withCamera(Optional.of(front)));
    TaskRequest request =
        new TaskRequest(
            plain.ask(),
            plain.image(),
            plain.header(),
            new StillInfo(Optional.of(front), Optional.empty()),
            plain.file());
    SceneRules scene = SceneRules.of(TestCameras.of("cameras.front." + camera));
    return merge(request, scene, ends(ok(judged())));
  }

  @Test
  void theMasterItselfGetsTheVectors() {
    TaskRequest plain = Images.asking(Images.request("hash", ends(ok(judged())).keySet()), ask());
    TaskRequest own =
        new TaskRequest(
            plain.ask(), plain.image(), plain.header(), plain.still(), plain.file(), true);

    Reply reply = merge(own, SceneRules.NONE, ends(ok(judged())));

    assertThat(reply.analyses().get(SeenFace.ANALYSIS).findings().flatMap(SeenFace::of))
        .hasValueSatisfying(faces -> assertThat(faces).hasSize(2));
  }
}
