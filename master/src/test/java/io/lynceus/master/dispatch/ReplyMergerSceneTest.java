package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.cameras.TestCameras;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.master.dispatch.state.WorkUnit.UnitEnd;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.ZoneCounts;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.scene.rules.SceneRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the rules of a camera do to a reply: marks and zones. */
class ReplyMergerSceneTest extends ReplyMergerFixture {
  @Test
  void whatIsMaskedOrFilteredIsThereAndDoesNotCount() {
    Reply reply =
        merge(
            scene("filters.person.min-score = 0.6, masks.tree { labels = [car], polygon = ALL }"),
            Ask.DEFAULT,
            Map.of(Analysis.OBJECTS, ok(objects("person", "car", "bus"))));
    assertThat(reply.counts())
        .containsExactly(Map.entry("person", Optional.of(0)), Map.entry("bus", Optional.of(1)));
    assertThat(marks(reply))
        .containsExactly(Marks.filtered("min-score"), Marks.masked("tree"), Marks.NONE);
    assertThat(reply.zones()).isEmpty();
  }

  @Test
  void zonesCountWhatIsInThem() {
    Reply reply =
        merge(
            scene("zones.yard.polygon = ALL, zones.empty.polygon = FAR"),
            Ask.DEFAULT,
            Map.of(Analysis.OBJECTS, ok(objects("person", "car", "car"))));
    assertThat(reply.zones().get("yard"))
        .isEqualTo(counts("person", Optional.of(1), "car", Optional.of(2)));
    assertThat(reply.zones().get("empty")).isEqualTo(counts("person", Optional.of(0)));
    assertThat(marks(reply)).allMatch(marks -> marks.zones().equals(List.of("yard")));
  }

  @Test
  void aZoneIsNotKnownWithoutTheAnalysisThatFeedsIt() {
    SceneRules scene =
        scene(
            "zones.yard.polygon = ALL, zones.gate { polygon = ALL, labels = [face] }"
                + ", zones.both { polygon = ALL, labels = [person, face] }");
    UnitEnd faces =
        ok(
            Findings.ofDetections("m", List.of(Detection.pointed(1, BOX, List.of()))),
            AnalysisDescriptor.FACES.labels());
    Reply reply =
        merge(
            scene,
            Ask.DEFAULT,
            Map.of(Analysis.OBJECTS, without(Outcome.NO_SLAVE), Analysis.FACES, faces));
    assertThat(reply.zones().get("yard")).isEqualTo(ZoneCounts.UNKNOWN);
    assertThat(reply.zones().get("gate")).isEqualTo(counts("face", Optional.of(1)));
    assertThat(reply.zones().get("both"))
        .isEqualTo(counts("person", Optional.empty(), "face", Optional.of(1)));

    Reply edges = merge(scene, Ask.DEFAULT, Map.of(Analysis.EDGES, ok(Findings.NONE)));
    assertThat(edges.zones().values()).allMatch(ZoneCounts.UNKNOWN::equals);
  }

  @Test
  void aZoneOfAPartOfAPictureIsNotKnown() {
    Reply reply =
        merge(
            scene("zones.yard.polygon = ALL"),
            Ask.DEFAULT,
            Map.of(
                Analysis.OBJECTS,
                in(PictureCondition.damaged(Optional.of(0.5)), objects("person"))));
    assertThat(reply.zones().get("yard")).isEqualTo(ZoneCounts.UNKNOWN);
    assertThat(marks(reply).get(0).zones()).containsExactly("yard");
  }

  @Test
  void whatNobodyLooksForInAZoneIsNotKnown() {
    SceneRules scene = scene("zones.yard { polygon = ALL, labels = [person, hippo, cell_phone] }");
    Map<Analysis, UnitEnd> ends = Map.of(Analysis.OBJECTS, ok(objects("person", "car")));
    assertThat(merge(scene, Ask.DEFAULT, ends).zones().get("yard"))
        .isEqualTo(
            counts(
                "person", Optional.of(1), "cell phone", Optional.of(0), "hippo", Optional.empty()));
    assertThat(merge(scene, Ask.DEFAULT.withOption("labels", "car"), ends).zones().get("yard"))
        .isEqualTo(
            counts(
                "person",
                Optional.of(1), // was found nevertheless
                "cell phone",
                Optional.empty(),
                "hippo",
                Optional.empty()));
  }

  @Test
  void ofAnUnreadableImageNoZoneIsTold() {
    UnitEnd unreadable =
        new UnitEnd(
            UnitReply.without(Outcome.FAILED, "no image"),
            run(),
            true,
            Vocabulary.NONE,
            PictureCondition.SOUND);
    Reply reply =
        merge(scene("zones.yard.polygon = ALL"), Ask.DEFAULT, Map.of(Analysis.OBJECTS, unreadable));
    assertThat(reply.status()).isEqualTo(Status.REJECTED);
    assertThat(reply.zones()).isEmpty();
  }

  private static List<Marks> marks(Reply reply) {
    return reply.analyses().get(Analysis.OBJECTS).findings().orElseThrow().boxes().stream()
        .map(Detection::marks)
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static ZoneCounts counts(Object... labelsAndCounts) {
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    for (int i = 0; i < labelsAndCounts.length; i += 2) {
      counts.put((String) labelsAndCounts[i], (Optional<Integer>) labelsAndCounts[i + 1]);
    }
    return new ZoneCounts(Optional.of(counts));
  }

  /** Rules of the camera that {@link #merge(SceneRules, Ask, Map)} names. */
  private static SceneRules scene(String settings) {
    return SceneRules.of(
        TestCameras.of(
            "cameras.front { "
                + settings
                    .replace("ALL", "[[0, 0], [1, 0], [1, 1], [0, 1]]")
                    .replace("FAR", "[[0.9, 0], [1, 0], [1, 0.01]]")
                + " }"));
  }

  private static Reply merge(SceneRules scene, Ask ask, Map<Analysis, UnitEnd> ends) {
    Optional<Camera> front = Optional.of(new Camera("front"));
    TaskRequest plain =
        Images.asking(
            Images.request("hash", ends.keySet()),
            ask.withAnalyses(ends.keySet()).withCamera(front));
    TaskRequest request =
        new TaskRequest(
            plain.ask(),
            plain.image(),
            plain.header(),
            new StillInfo(front, Optional.empty()),
            plain.file());
    return merge(request, scene, ends);
  }
}
