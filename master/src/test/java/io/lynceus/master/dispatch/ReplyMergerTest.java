package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.cameras.TestCameras;
import io.lynceus.master.dispatch.state.ImageRecord;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.SplitPlan;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.master.dispatch.state.WorkUnit.UnitEnd;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AnalysisOption;
import io.lynceus.model.Ask;
import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
import io.lynceus.model.Findings.StrongPoint;
import io.lynceus.model.FindingsKind;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.Reply.ZoneCounts;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.image.LevelRange;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.scene.rules.SceneRules;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReplyMergerTest {
  private static final Box BOX = new Box(1, 2, 3, 4);
  private static final AnalysisDescriptor OBJECTS =
      AnalysisDescriptor.OBJECTS.withLabels(
          List.of("person", "tie", "car", "bus", "cell phone", "Gabelstapler"));
  private static final Analysis FIRE = new Analysis("fire");
  private static final AnalysisCatalog CATALOG =
      AnalysisCatalog.STANDARD.with(
          List.of(
              OBJECTS,
              new AnalysisDescriptor(
                      FIRE,
                      "",
                      Set.of(FindingsKind.DETECTIONS),
                      new TreeSet<>(),
                      List.of(AnalysisOption.list("labels", "")),
                      List.of())
                  .withLabels(List.of("smoke", "flame"))));

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

  @Test
  void timesAndAttemptsAreThoseOfTheUnits() {
    Reply reply = merge(List.of(), Map.of(Analysis.OBJECTS, ok(objects())));
    Reply.Timing timing = reply.timing().orElseThrow();
    assertThat(timing.total()).isEqualTo(Duration.ofNanos(300));
    assertThat(timing.queue()).isEqualTo(Duration.ofNanos(100));
    assertThat(timing.units()).containsExactly(Map.entry(Analysis.OBJECTS, run()));
  }

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

  private static Reply merge(List<String> labels, Map<Analysis, UnitEnd> ends) {
    Ask plain = Images.request("hash", ends.keySet()).ask();
    return merge(plain.withOption("labels", String.join(",", labels)), ends);
  }

  private static Reply merge(Ask ask, Map<Analysis, UnitEnd> ends) {
    return merge(Images.asking(Images.request("hash", ends.keySet()), ask), SceneRules.NONE, ends);
  }

  private static Reply merge(TaskRequest request, SceneRules scene, Map<Analysis, UnitEnd> ends) {
    SlaveManager task =
        new SlaveManager(
            1, "id", request, new SplitPlan(CATALOG, analysis -> 2), new ImageRecord(() -> {}), 0);
    new LinkedHashMap<>(ends)
        .forEach(
            (analysis, end) ->
                task.units().stream()
                    .filter(unit -> unit.analysis().equals(analysis))
                    .forEach(unit -> unit.end(end)));
    task.assigned(100);
    return ReplyMerger.merge(task, CATALOG, scene, 0.1, 300);
  }

  private static Findings objects(String... labels) {
    return Findings.ofDetections(
        "m", Stream.of(labels).map(l -> Detection.labelled(l, 0.5f, BOX)).toList());
  }

  private static UnitEnd ok(Findings findings) {
    return ok(findings, OBJECTS.labels());
  }

  private static UnitEnd ok(Findings findings, Vocabulary network) {
    return new UnitEnd(UnitReply.ok(findings), run(), false, network, PictureCondition.SOUND);
  }

  private static UnitEnd in(PictureCondition condition, Findings findings) {
    return new UnitEnd(UnitReply.ok(findings), run(), false, OBJECTS.labels(), condition);
  }

  private static UnitEnd without(Outcome outcome) {
    return new UnitEnd(
        UnitReply.without(outcome, "because"),
        run(),
        false,
        Vocabulary.NONE,
        PictureCondition.SOUND);
  }

  private static UnitRun run() {
    return new UnitRun(Duration.ofMillis(1), "s1", 1);
  }
}
