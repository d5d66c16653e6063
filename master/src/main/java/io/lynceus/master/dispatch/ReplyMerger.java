package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.master.dispatch.state.WorkUnit.UnitEnd;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Ask;
import io.lynceus.model.AskCheck;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.image.PictureCondition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
   * @param minDecoded what of a damaged picture must be there, 0 to 1, so that findings count
   * @param now time of the dispatch clock, nanoseconds
   */
  static Reply merge(SlaveManager task, AnalysisCatalog catalog, double minDecoded, long now) {
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
    Map<String, Optional<Integer>> counts = Map.of();
    if (!unreadable) {
      tooLittle(condition, minDecoded)
          .ifPresent(
              why -> ends.replaceAll((analysis, end) -> end.isDone() ? end.withReply(why) : end));
      ends.forEach(
          (analysis, end) -> analyses.put(analysis, told(analysis, end.reply(), request.ask())));
      counts = counts(new AskCheck(catalog, request.ask()), ends, condition.showsWhatIsThere());
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
        new Results(counts, analyses),
        Optional.of(timing));
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
    return condition
        .decodedPart()
        .filter(part -> part < minDecoded)
        .map(
            part ->
                UnitReply.without(
                    Outcome.FAILED,
                    String.format(
                        Locale.ROOT,
                        "the picture is damaged: %.0f %% of it could be decoded, less than"
                            + " limits.min-decoded of the master (%.0f %%); send it whole",
                        100 * part,
                        100 * minDecoded)));
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

  /**
   * Boxes per label, in the order of the analyses. Where two analyses find the same label, the
   * first one's count stands: the same thing is not counted twice.
   *
   * @param whole whether the picture is; what a part of it holds is no count
   */
  private static Map<String, Optional<Integer>> counts(
      AskCheck check, Map<Analysis, UnitEnd> ends, boolean whole) {
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    ends.forEach(
        (analysis, end) ->
            check
                .catalog()
                .descriptor(analysis)
                .ifPresent(known -> counts(known, check, end).forEach(counts::putIfAbsent)));
    if (!whole) {
      counts.replaceAll((label, count) -> Optional.empty());
    }
    return counts;
  }

  private static Map<String, Optional<Integer>> counts(
      AnalysisDescriptor analysis, AskCheck check, UnitEnd end) {
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    boolean ok = end.reply().outcome() == Outcome.OK;
    for (String label : alwaysCounted(analysis, check, end.labels())) {
      counts.put(
          spelled(label, analysis, check, end.labels()),
          ok && end.labels().canCount(label) ? Optional.of(0) : Optional.empty());
    }
    for (Detection box : end.reply().findings().map(Findings::boxes).orElse(List.of())) {
      counts.merge(
          box.label().orElseGet(analysis.analysis()::singular),
          Optional.of(1),
          (old, one) -> Optional.of(old.orElse(0) + 1));
    }
    return counts;
  }

  /**
   * Labels with a count even when none was found: those that the client asks for, if it does. Of
   * these, the analysis counts what its network knows or what no other analysis looks for.
   */
  private static List<String> alwaysCounted(
      AnalysisDescriptor analysis, AskCheck check, Vocabulary network) {
    List<String> asked = check.ask().options().list(AskCheck.LABELS);
    if (asked.isEmpty() || !analysis.reads(AskCheck.LABELS)) {
      return analysis.labels().counted();
    }
    List<String> own = check.labelsOf(analysis.analysis());
    return asked.stream().filter(label -> own.contains(label) || network.knows(label)).toList();
  }

  /** A label as the network of the result spells it, or another network, or the client. */
  private static String spelled(
      String label, AnalysisDescriptor analysis, AskCheck check, Vocabulary network) {
    return network
        .own(label)
        .or(() -> check.catalog().labels().own(analysis.analysis(), label))
        .orElse(label);
  }
}
