package io.lynceus.client.report;

import io.lynceus.common.page.FindingKind;
import io.lynceus.model.Analysis;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.UnitReply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What one picture shows of each kind, and what is not known about it. Immutable.
 *
 * @param found what was found, by kind; where the kind is not known too, there may be more
 * @param unknown kinds whose number is not known: all for a rejected picture
 * @param known kinds that were looked for with a result
 * @param causes why something is not known, such as {@code faces: timeout}; empty when all is known
 */
record PictureCounts(
    Map<FindingKind, Integer> found,
    Set<FindingKind> unknown,
    Set<FindingKind> known,
    List<String> causes) {

  PictureCounts {
    found = Collections.unmodifiableMap(new EnumMap<>(found));
    unknown = Collections.unmodifiableSet(unknown);
    known = Collections.unmodifiableSet(known);
    causes = List.copyOf(causes);
  }

  /**
   * Counts a reply's findings.
   *
   * @param wanted the kinds of the labels that were asked for
   */
  static PictureCounts of(Reply reply, Set<FindingKind> wanted) {
    Map<FindingKind, Integer> found = new EnumMap<>(FindingKind.class);
    Set<FindingKind> unknown = EnumSet.noneOf(FindingKind.class);
    Set<FindingKind> known = EnumSet.noneOf(FindingKind.class);
    List<String> causes = new ArrayList<>();
    reply
        .rejection()
        .ifPresent(
            rejection -> {
              unknown.addAll(wanted);
              causes.add("rejected: " + rejection.code());
            });
    Set<String> labels = new HashSet<>();
    reply
        .analyses()
        .forEach(
            (analysis, unit) -> {
              if (unit.outcome() == Outcome.OK) {
                known.addAll(kinds(analysis, unit));
                add(found, labels, analysis, unit);
              } else {
                unknown.addAll(kinds(analysis, unit));
                causes.add(analysis.key() + ": " + words(unit.outcome()));
              }
            });
    reply
        .counts()
        .forEach(
            (label, count) -> {
              if (count.isEmpty()) {
                unknown.add(FindingKind.of(label));
              }
            });
    reply
        .image()
        .filter(image -> !image.condition().showsWhatIsThere())
        .ifPresent(
            image -> {
              unknown.addAll(known);
              causes.add(image.condition().damaged() ? "damaged file" : "nothing can be seen");
            });
    unknown.retainAll(wanted);
    known.retainAll(wanted);
    known.removeAll(unknown);
    return new PictureCounts(found, unknown, known, causes);
  }

  /** Whether there is something that is not known. */
  boolean isUnsure() {
    return !causes.isEmpty() || !unknown.isEmpty();
  }

  /** What an analysis looks for. Of a plug-in's, only its findings tell. */
  private static Set<FindingKind> kinds(Analysis analysis, UnitReply unit) {
    if (analysis.equals(Analysis.OBJECTS)) {
      return FindingKind.OF_OBJECTS;
    }
    if (analysis.equals(Analysis.FACES)) {
      return EnumSet.of(FindingKind.FACE);
    }
    Set<FindingKind> kinds = EnumSet.noneOf(FindingKind.class);
    unit.findings()
        .ifPresent(
            findings ->
                findings.boxes().forEach(box -> kinds.add(FindingKind.of(name(analysis, box)))));
    return kinds;
  }

  /** Where two analyses find the same label, the first one's count stands, as in the reply. */
  private static void add(
      Map<FindingKind, Integer> found, Set<String> labels, Analysis analysis, UnitReply unit) {
    Set<String> own = new HashSet<>();
    for (Detection box : unit.findings().orElseThrow().boxes()) {
      if (!box.marks().count()) {
        continue;
      }
      String name = name(analysis, box);
      own.add(name);
      if (!labels.contains(name)) {
        found.merge(FindingKind.of(name), 1, Integer::sum);
      }
    }
    labels.addAll(own);
  }

  static String name(Analysis analysis, Detection box) {
    return box.label().orElseGet(analysis::singular);
  }

  static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
