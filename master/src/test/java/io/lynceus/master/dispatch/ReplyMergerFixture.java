package io.lynceus.master.dispatch;

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
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.FindingsKind;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.model.people.SeenFace;
import io.lynceus.scene.rules.SceneRules;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Ends of units, and the replies that they are merged into. */
abstract class ReplyMergerFixture {
  static final Box BOX = new Box(1, 2, 3, 4);
  static final AnalysisDescriptor OBJECTS =
      AnalysisDescriptor.OBJECTS.withLabels(
          List.of("person", "tie", "car", "bus", "cell phone", "Gabelstapler"));
  static final Analysis FIRE = new Analysis("fire");
  static final AnalysisCatalog CATALOG =
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
                  .withLabels(List.of("smoke", "flame")),
              new AnalysisDescriptor(
                  SeenFace.ANALYSIS,
                  "",
                  Set.of(FindingsKind.DETECTIONS, FindingsKind.VECTORS),
                  new TreeSet<>(Set.of(Analysis.FACES)),
                  List.of(),
                  List.of())));

  static Reply merge(List<String> labels, Map<Analysis, UnitEnd> ends) {
    Ask plain = Images.request("hash", ends.keySet()).ask();
    return merge(plain.withOption("labels", String.join(",", labels)), ends);
  }

  static Reply merge(Ask ask, Map<Analysis, UnitEnd> ends) {
    return merge(Images.asking(Images.request("hash", ends.keySet()), ask), SceneRules.NONE, ends);
  }

  static Reply merge(TaskRequest request, SceneRules scene, Map<Analysis, UnitEnd> ends) {
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

  static Findings objects(String... labels) {
    return Findings.ofDetections(
        "m", Stream.of(labels).map(l -> Detection.labelled(l, 0.5f, BOX)).toList());
  }

  static UnitEnd ok(Findings findings) {
    return ok(findings, OBJECTS.labels());
  }

  static UnitEnd ok(Findings findings, Vocabulary network) {
    return new UnitEnd(UnitReply.ok(findings), run(), false, network, PictureCondition.SOUND);
  }

  static UnitEnd in(PictureCondition condition, Findings findings) {
    return new UnitEnd(UnitReply.ok(findings), run(), false, OBJECTS.labels(), condition);
  }

  static UnitEnd without(Outcome outcome) {
    return new UnitEnd(
        UnitReply.without(outcome, "because"),
        run(),
        false,
        Vocabulary.NONE,
        PictureCondition.SOUND);
  }

  static UnitRun run() {
    return new UnitRun(Duration.ofMillis(1), "s1", 1);
  }
}
