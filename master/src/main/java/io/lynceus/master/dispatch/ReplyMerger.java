package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.master.dispatch.state.WorkUnit.UnitEnd;
import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.ObjectDetection;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the one reply of a task from the outcomes of its units: a pure function. */
final class ReplyMerger {
  private static final String FACE = "face";

  /** Counted even when none is there: who came in is what cameras are for. */
  private static final String PERSON = "person";

  private ReplyMerger() {}

  /**
   * The reply of a task whose units have all ended.
   *
   * @param now time of the dispatch clock, nanoseconds
   */
  static Reply merge(SlaveManager task, long now) {
    TaskRequest request = task.request();
    Duration total = Duration.ofNanos(now - task.submittedAt());
    Map<Analysis, UnitEnd> ends = new EnumMap<>(Analysis.class);
    for (WorkUnit unit : task.units()) {
      ends.put(unit.analysis(), unit.end().orElseThrow());
    }
    Map<Analysis, UnitRun> runs = new EnumMap<>(Analysis.class);
    ends.forEach((analysis, end) -> runs.put(analysis, end.run()));
    Timing timing = new Timing(total, Duration.ofNanos(task.queueNanos(now)), runs);

    boolean unreadable = ends.values().stream().allMatch(UnitEnd::unreadable);
    Map<Analysis, UnitReply> analyses = new EnumMap<>(Analysis.class);
    if (!unreadable) {
      ends.forEach((analysis, end) -> analyses.put(analysis, end.reply()));
    }
    Optional<Rejection> rejection =
        unreadable
            ? Optional.of(new Rejection(RejectionCode.CORRUPT, firstMessage(ends)))
            : Optional.empty();
    return new Reply(
        0,
        task.id(),
        request.name(),
        status(unreadable, analyses),
        rejection,
        Optional.of(request.image()),
        counts(request, analyses),
        analyses,
        Optional.of(timing));
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

  /** Detections per label, most frequent kinds of question first: persons, labels, faces. */
  private static Map<String, Optional<Integer>> counts(
      TaskRequest request, Map<Analysis, UnitReply> analyses) {
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    UnitReply objects = analyses.get(Analysis.OBJECTS);
    if (objects != null) {
      List<String> labels = request.options().labels();
      boolean known = objects.outcome() == Outcome.OK;
      for (String label : labels.isEmpty() ? List.of(PERSON) : labels) {
        counts.put(label, known ? Optional.of(0) : Optional.empty());
      }
      objects.findings().ifPresent(found -> countObjects((Findings.Objects) found, counts));
    }
    UnitReply faces = analyses.get(Analysis.FACES);
    if (faces != null) {
      counts.put(FACE, faces.findings().map(found -> ((Findings.Faces) found).detections().size()));
    }
    return counts;
  }

  private static void countObjects(Findings.Objects found, Map<String, Optional<Integer>> counts) {
    for (ObjectDetection detection : found.detections()) {
      counts.merge(detection.label(), Optional.of(1), (old, one) -> Optional.of(old.orElse(0) + 1));
    }
  }
}
