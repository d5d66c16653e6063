package io.lynceus.master.dispatch.merge;

import io.lynceus.master.dispatch.state.WorkUnit.UnitEnd;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AskCheck;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.FindingsKind;
import io.lynceus.model.Reply.ZoneCounts;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.text.FoldedText;
import io.lynceus.scene.rules.Zone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the boxes of one picture: in all of it, and in each zone. Boxes that are masked or
 * filtered do not count.
 *
 * @param check says what is counted
 * @param ends of the analyses, in their order
 * @param whole whether the picture is; what a part of it holds is no count
 */
public record LabelCounts(AskCheck check, Map<Analysis, UnitEnd> ends, boolean whole) {

  /**
   * Boxes per label, in the order of the analyses. Where two analyses find the same label, the
   * first one's count stands: the same thing is not counted twice.
   */
  public Map<String, Optional<Integer>> inAll() {
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    ends.forEach(
        (analysis, end) ->
            check
                .catalog()
                .descriptor(analysis)
                .ifPresent(known -> inAll(known, end).forEach(counts::putIfAbsent)));
    if (!whole) {
      counts.replaceAll((label, count) -> Optional.empty());
    }
    return counts;
  }

  private Map<String, Optional<Integer>> inAll(AnalysisDescriptor analysis, UnitEnd end) {
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    for (String label : alwaysCounted(analysis, end.labels())) {
      counts.put(spelled(label, analysis, end.labels()), none(label, end));
    }
    for (Detection box : boxes(end)) {
      if (box.marks().count()) {
        addOne(counts, nameOf(box, analysis));
      }
    }
    return counts;
  }

  /** For each zone the boxes per label that are in it, by the zones' names. */
  public Map<String, ZoneCounts> inZones(List<Zone> zones) {
    if (zones.isEmpty()) {
      return Map.of();
    }
    Map<String, ZoneCounts> counts = new LinkedHashMap<>();
    zones.forEach(zone -> counts.put(zone.name(), in(zone)));
    return counts;
  }

  private ZoneCounts in(Zone zone) {
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    boolean known = false;
    for (Map.Entry<Analysis, UnitEnd> each : ends.entrySet()) {
      AnalysisDescriptor analysis = check.catalog().descriptor(each.getKey()).orElse(null);
      if (analysis != null && feeds(analysis, each.getValue(), zone)) {
        known |= each.getValue().isDone();
        in(zone, analysis, each.getValue()).forEach(counts::putIfAbsent);
      }
    }
    if (!known || !whole) {
      return ZoneCounts.UNKNOWN;
    }
    for (String label : zone.labels()) { // what nobody looks for is not known
      if (counts.keySet().stream().noneMatch(name -> same(name, label))) {
        counts.put(label, Optional.empty());
      }
    }
    return new ZoneCounts(Optional.of(counts));
  }

  /** Whether the zone counts anything that the analysis may find. */
  private boolean feeds(AnalysisDescriptor analysis, UnitEnd end, Zone zone) {
    if (!analysis.kinds().contains(FindingsKind.DETECTIONS)) {
      return false;
    }
    return zone.labels().isEmpty()
        ? zone.counts(analysis.analysis().singular())
        : zone.labels().stream().anyMatch(label -> finds(analysis, end, label));
  }

  /** Whether the label is one of those that the analysis finds, as far as that is known. */
  private boolean finds(AnalysisDescriptor analysis, UnitEnd end, String label) {
    return end.labels().knows(label)
        || same(analysis.analysis().singular(), label)
        || analysis.labels().counted().stream().anyMatch(name -> same(name, label))
        || check.catalog().labels().own(analysis.analysis(), label).isPresent()
        || boxes(end).stream().anyMatch(box -> same(nameOf(box, analysis), label));
  }

  private Map<String, Optional<Integer>> in(Zone zone, AnalysisDescriptor analysis, UnitEnd end) {
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    List<String> always =
        zone.labels().isEmpty()
            ? alwaysCounted(analysis, end.labels()).stream().filter(zone::counts).toList()
            : zone.labels().stream().filter(label -> finds(analysis, end, label)).toList();
    for (String label : always) {
      counts.put(
          spelled(label, analysis, end.labels()),
          isLookedFor(label, analysis) ? none(label, end) : Optional.empty());
    }
    for (Detection box : boxes(end)) {
      if (box.marks().zones().contains(zone.name())) {
        addOne(counts, nameOf(box, analysis));
      }
    }
    return counts;
  }

  /** Whether the client has not asked for other labels alone. */
  private boolean isLookedFor(String label, AnalysisDescriptor analysis) {
    List<String> asked = check.ask().options().list(AskCheck.LABELS);
    return asked.isEmpty()
        || !analysis.reads(AskCheck.LABELS)
        || asked.stream().anyMatch(one -> same(one, label));
  }

  /** What no box of that label means: none is there, or nobody knows. */
  private static Optional<Integer> none(String label, UnitEnd end) {
    return end.isDone() && end.labels().canCount(label) ? Optional.of(0) : Optional.empty();
  }

  private static void addOne(Map<String, Optional<Integer>> counts, String label) {
    counts.merge(label, Optional.of(1), (old, one) -> Optional.of(old.orElse(0) + 1));
  }

  private static List<Detection> boxes(UnitEnd end) {
    return end.reply().findings().map(Findings::boxes).orElse(List.of());
  }

  private static String nameOf(Detection box, AnalysisDescriptor analysis) {
    return box.label().orElseGet(analysis.analysis()::singular);
  }

  private static boolean same(String label, String other) {
    return label.equals(other) || FoldedText.of(label).equals(FoldedText.of(other));
  }

  /**
   * Labels with a count even when none was found: those that the client asks for, if it does. Of
   * these, the analysis counts what its network knows or what no other analysis looks for.
   */
  private List<String> alwaysCounted(AnalysisDescriptor analysis, Vocabulary network) {
    List<String> asked = check.ask().options().list(AskCheck.LABELS);
    if (asked.isEmpty() || !analysis.reads(AskCheck.LABELS)) {
      return analysis.labels().counted();
    }
    List<String> own = check.labelsOf(analysis.analysis());
    return asked.stream().filter(label -> own.contains(label) || network.knows(label)).toList();
  }

  /** A label as the network of the result spells it, or another network, or the client. */
  private String spelled(String label, AnalysisDescriptor analysis, Vocabulary network) {
    return network
        .own(label)
        .or(() -> check.catalog().labels().own(analysis.analysis(), label))
        .orElse(label);
  }
}
