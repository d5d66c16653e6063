package io.lynceus.master.dispatch.merge;

import io.lynceus.master.dispatch.state.WorkUnit.UnitEnd;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AskCheck;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.FindingsKind;
import io.lynceus.model.Reply.ZoneCounts;
import io.lynceus.model.counts.BoxCounts;
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
    BoxCounts boxes = new BoxCounts(check);
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    ends.forEach(
        (analysis, end) ->
            check
                .catalog()
                .descriptor(analysis)
                .ifPresent(
                    known -> BoxCounts.merge(counts, boxes.of(known, end.reply(), end.labels()))));
    if (!whole) {
      BoxCounts.forget(counts);
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
      if (counts.keySet().stream().noneMatch(name -> BoxCounts.same(name, label))) {
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
        || BoxCounts.same(analysis.analysis().singular(), label)
        || analysis.labels().counted().stream().anyMatch(name -> BoxCounts.same(name, label))
        || check.catalog().labels().own(analysis.analysis(), label).isPresent()
        || boxes(end).stream()
            .anyMatch(box -> BoxCounts.same(BoxCounts.nameOf(box, analysis), label));
  }

  private Map<String, Optional<Integer>> in(Zone zone, AnalysisDescriptor analysis, UnitEnd end) {
    BoxCounts counting = new BoxCounts(check);
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    List<String> always =
        zone.labels().isEmpty()
            ? counting.always(analysis, end.labels()).stream().filter(zone::counts).toList()
            : zone.labels().stream().filter(label -> finds(analysis, end, label)).toList();
    for (String label : always) {
      counts.put(
          counting.spelled(label, analysis, end.labels()),
          isLookedFor(label, analysis)
              ? BoxCounts.none(label, end.reply(), end.labels())
              : Optional.empty());
    }
    for (Detection box : boxes(end)) {
      if (box.marks().zones().contains(zone.name())) {
        BoxCounts.addOne(counts, BoxCounts.nameOf(box, analysis));
      }
    }
    return counts;
  }

  /** Whether the client has not asked for other labels alone. */
  private boolean isLookedFor(String label, AnalysisDescriptor analysis) {
    List<String> asked = check.ask().options().list(AskCheck.LABELS);
    return asked.isEmpty()
        || !analysis.reads(AskCheck.LABELS)
        || asked.stream().anyMatch(one -> BoxCounts.same(one, label));
  }

  private static List<Detection> boxes(UnitEnd end) {
    return BoxCounts.boxes(end.reply());
  }
}
