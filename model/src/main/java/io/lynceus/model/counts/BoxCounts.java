package io.lynceus.model.counts;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AskCheck;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.text.FoldedText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the boxes of one picture by label. Boxes that are masked or filtered do not count.
 *
 * @param check says what is counted
 */
public record BoxCounts(AskCheck check) {

  /**
   * Boxes per label of one analysis. A label that is always counted is there with 0 when no box has
   * it, and with an empty value when nobody knows.
   *
   * @param network what the network that made the findings can find
   */
  public Map<String, Optional<Integer>> of(
      AnalysisDescriptor analysis, UnitReply unit, Vocabulary network) {
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    for (String label : always(analysis, network)) {
      counts.put(spelled(label, analysis, network), none(label, unit, network));
    }
    for (Detection box : boxes(unit)) {
      if (box.marks().count()) {
        addOne(counts, nameOf(box, analysis));
      }
    }
    return counts;
  }

  /**
   * Adds the counts of a further analysis. Where two analyses find the same label, the first one's
   * count stands: the same thing is not counted twice.
   */
  public static void merge(
      Map<String, Optional<Integer>> counts, Map<String, Optional<Integer>> further) {
    further.forEach(counts::putIfAbsent);
  }

  /** Of a picture that is not whole no count is known. */
  public static void forget(Map<String, Optional<Integer>> counts) {
    counts.replaceAll((label, count) -> Optional.empty());
  }

  /**
   * Labels with a count even when none was found: those that the client asks for, if it does. Of
   * these, the analysis counts what its network knows or what no other analysis looks for.
   */
  public List<String> always(AnalysisDescriptor analysis, Vocabulary network) {
    List<String> asked = check.ask().options().list(AskCheck.LABELS);
    if (asked.isEmpty() || !analysis.reads(AskCheck.LABELS)) {
      return analysis.labels().counted();
    }
    List<String> own = check.labelsOf(analysis.analysis());
    return asked.stream().filter(label -> own.contains(label) || network.knows(label)).toList();
  }

  /** A label as the network of the result spells it, or another network, or the client. */
  public String spelled(String label, AnalysisDescriptor analysis, Vocabulary network) {
    return network
        .own(label)
        .or(() -> check.catalog().labels().own(analysis.analysis(), label))
        .orElse(label);
  }

  /** What no box of that label means: none is there, or nobody knows. */
  public static Optional<Integer> none(String label, UnitReply unit, Vocabulary network) {
    return unit.outcome() == Outcome.OK && network.canCount(label)
        ? Optional.of(0)
        : Optional.empty();
  }

  /** One box more of that label. */
  public static void addOne(Map<String, Optional<Integer>> counts, String label) {
    counts.merge(label, Optional.of(1), (old, one) -> Optional.of(old.orElse(0) + 1));
  }

  /** All boxes of an analysis; none when it has no findings. */
  public static List<Detection> boxes(UnitReply unit) {
    return unit.findings().map(Findings::boxes).orElse(List.of());
  }

  /** Under which label a box is counted. */
  public static String nameOf(Detection box, AnalysisDescriptor analysis) {
    return box.label().orElseGet(analysis.analysis()::singular);
  }

  /** Whether two labels differ at most in case and in what is between their words. */
  public static boolean same(String label, String other) {
    return label.equals(other) || FoldedText.of(label).equals(FoldedText.of(other));
  }
}
