package io.lynceus.client.report;

import io.lynceus.common.page.FindingKind;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.Timing;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Sums over all pictures of a report. A rejected picture counts as unknown. For one thread. */
final class Sums {
  private int pictures;
  private int unsure;
  private int worthRetrying;
  private final Map<Status, Integer> statuses = new EnumMap<>(Status.class);
  private final Map<FindingKind, Integer> found = new EnumMap<>(FindingKind.class);
  private final Map<FindingKind, Integer> unknown = new EnumMap<>(FindingKind.class);
  private final Map<FindingKind, Integer> showing = new EnumMap<>(FindingKind.class);
  private final Set<FindingKind> lookedFor = EnumSet.noneOf(FindingKind.class);
  private final Map<String, Integer> causes = new TreeMap<>();
  private final SortedMap<String, Integer> unitsBySlave = new TreeMap<>();
  private final SortedMap<String, SortedSet<String>> networks = new TreeMap<>();

  void add(Reply reply, PictureCounts counts) {
    pictures++;
    statuses.merge(reply.status(), 1, Integer::sum);
    unsure += counts.isUnsure() ? 1 : 0;
    worthRetrying += reply.isWorthRetrying() ? 1 : 0;
    counts
        .found()
        .forEach(
            (kind, number) -> {
              found.merge(kind, number, Integer::sum);
              showing.merge(kind, 1, Integer::sum);
            });
    counts.unknown().forEach(kind -> unknown.merge(kind, 1, Integer::sum));
    lookedFor.addAll(counts.known());
    lookedFor.addAll(counts.found().keySet());
    if (reply.status() != Status.REJECTED) {
      lookedFor.addAll(counts.unknown());
    }
    counts.causes().forEach(cause -> causes.merge(cause, 1, Integer::sum));
    reply
        .timing()
        .map(Timing::units)
        .orElse(Map.of())
        .values()
        .forEach(run -> unitsBySlave.merge(run.slave(), 1, Integer::sum));
    unitsBySlave.remove("");
    reply
        .analyses()
        .forEach(
            (analysis, unit) ->
                unit.findings()
                    .filter(findings -> !findings.model().isEmpty())
                    .ifPresent(
                        findings ->
                            networks
                                .computeIfAbsent(analysis.key(), key -> new TreeSet<>())
                                .add(findings.model())));
  }

  int pictures() {
    return pictures;
  }

  int of(Status status) {
    return statuses.getOrDefault(status, 0);
  }

  /** Pictures of which something is not known. */
  int unsure() {
    return unsure;
  }

  /** Pictures that should be submitted again. */
  int worthRetrying() {
    return worthRetrying;
  }

  /** How many of a kind were found; while {@link #unknown} is not 0, there may be more. */
  int found(FindingKind kind) {
    return found.getOrDefault(kind, 0);
  }

  /** In how many pictures the number of a kind is not known. */
  int unknown(FindingKind kind) {
    return unknown.getOrDefault(kind, 0);
  }

  /** How many pictures show at least one of a kind. */
  int showing(FindingKind kind) {
    return showing.getOrDefault(kind, 0);
  }

  /** The kinds that were looked for; persons and faces when every picture was rejected. */
  Set<FindingKind> lookedFor() {
    return pictures > 0 && pictures == of(Status.REJECTED)
        ? EnumSet.of(FindingKind.PERSON, FindingKind.FACE)
        : EnumSet.copyOf(lookedFor);
  }

  /** {@code 12}, or {@code ≥ 12} while there may be more. */
  String amount(FindingKind kind) {
    String number = String.format(Locale.ROOT, "%,d", found(kind));
    return unknown(kind) > 0 ? "≥ " + number : number;
  }

  /** Why something is not known, the most frequent first. */
  List<Map.Entry<String, Integer>> causes() {
    return causes.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .toList();
  }

  /** Work units by the name of the slave whose result counted. */
  SortedMap<String, Integer> unitsBySlave() {
    return unitsBySlave;
  }

  /** The networks that found something, by analysis. */
  SortedMap<String, SortedSet<String>> networks() {
    return networks;
  }
}
