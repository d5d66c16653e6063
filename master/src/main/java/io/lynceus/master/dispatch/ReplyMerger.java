package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.merge.FacePersons;
import io.lynceus.master.dispatch.merge.LabelCounts;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.master.dispatch.state.WorkUnit.UnitEnd;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.Ask;
import io.lynceus.model.AskCheck;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.model.people.SeenFace;
import io.lynceus.scene.rules.CameraRules;
import io.lynceus.scene.rules.SceneRules;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the one reply of a task from the outcomes of its units: a pure function. */
final class ReplyMerger {
  private ReplyMerger() {}

  /**
   * The reply of a task whose units have all ended.
   *
   * @param catalog says what is counted
   * @param scene marks what does not count, by the camera
   * @param minDecoded what of a damaged picture must be there, 0 to 1, so that findings count
   * @param now time of the dispatch clock, nanoseconds
   */
  static Reply merge(
      SlaveManager task, AnalysisCatalog catalog, SceneRules scene, double minDecoded, long now) {
    TaskRequest request = task.request();
    Map<Analysis, UnitEnd> ends = new TreeMap<>();
    Map<Analysis, UnitRun> runs = new TreeMap<>();
    for (Analysis analysis : request.ask().wanted()) {
      UnitEnd end = task.end(analysis);
      ends.put(analysis, end);
      runs.put(analysis, end.run());
    }
    PictureCondition condition = PictureCondition.SOUND;
    boolean unreadable = true;
    for (UnitEnd end : ends.values()) {
      condition = condition.and(end.condition());
      unreadable &= end.unreadable();
    }
    Duration total = Duration.ofNanos(now - task.submittedAt());
    Timing timing = new Timing(total, Duration.ofNanos(task.queueNanos(now)), runs);
    Map<Analysis, UnitReply> analyses = new TreeMap<>();
    Results results = Results.NONE;
    if (!unreadable) {
      tooLittle(condition, minDecoded)
          .ifPresent(
              why -> ends.replaceAll((analysis, end) -> end.isDone() ? end.withReply(why) : end));
      CameraRules rules = scene.of(request.still().camera());
      mark(ends, rules, request.image());
      FacePersons.bring(ends, request.unrecorded());
      ends.forEach(
          (analysis, end) -> analyses.put(analysis, told(analysis, end.reply(), request.ask())));
      Map<Analysis, UnitEnd> counted = new TreeMap<>(ends);
      counted.remove(SeenFace.ANALYSIS); // the faces are those of another analysis
      LabelCounts counts =
          new LabelCounts(
              new AskCheck(catalog, request.ask()), counted, condition.showsWhatIsThere());
      results = new Results(counts.inAll(), analyses, counts.inZones(rules.zones()));
    }
    Optional<Rejection> rejection =
        unreadable
            ? Optional.of(new Rejection(RejectionCode.CORRUPT, firstMessage(ends)))
            : Optional.empty();
    return new Reply(
        task.id(),
        request.ask().name(),
        status(unreadable, analyses),
        rejection,
        Optional.of(request.image().withCondition(condition)),
        request.still(),
        results,
        Optional.of(timing));
  }

  private static void mark(Map<Analysis, UnitEnd> ends, CameraRules rules, ImageInfo image) {
    if (!rules.isEmpty()) {
      ends.replaceAll(
          (analysis, end) ->
              end.reply()
                  .findings()
                  .filter(found -> !analysis.equals(SeenFace.ANALYSIS)) // keeps whose they are
                  .map(found -> rules.marked(analysis, found, image.width(), image.height()))
                  .map(found -> end.withReply(UnitReply.ok(found)))
                  .orElse(end));
    }
  }

  /**
   * What the client is told of an analysis. Slaves send all corners, even if only their number is
   * wanted: another analysis may need them.
   */
  private static UnitReply told(Analysis analysis, UnitReply unit, Ask ask) {
    boolean counted = analysis.equals(Analysis.CORNERS) && ask.countsCorners();
    return unit.findings()
        .filter(found -> counted)
        .map(found -> UnitReply.ok(found.withoutPoints()))
        .orElse(unit);
  }

  /** In place of findings, when so little of the picture is there that they say nothing. */
  private static Optional<UnitReply> tooLittle(PictureCondition condition, double minDecoded) {
    return condition.tooLittle(minDecoded).map(why -> UnitReply.without(Outcome.FAILED, why));
  }

  private static Status status(boolean unreadable, Map<Analysis, UnitReply> analyses) {
    if (unreadable) {
      return Status.REJECTED;
    }
    boolean complete = analyses.values().stream().allMatch(a -> a.outcome() == Outcome.OK);
    return complete ? Status.COMPLETE : Status.PARTIAL;
  }

  private static String firstMessage(Map<Analysis, UnitEnd> ends) {
    return ends.values().iterator().next().reply().message();
  }
}
