package io.lynceus.client;

import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums over many replies. For one thread. */
public final class Totals {
  private long complete;
  private long partial;
  private long rejected;
  private long worthRetrying;
  private final Map<String, Long> found = new TreeMap<>();

  /** Images whose count of the label is null. */
  private final Map<String, Long> notCounted = new TreeMap<>();

  /** Images in which nobody knows what the analysis would have found. */
  private final Map<Analysis, Long> withoutResult = new TreeMap<>();

  /** Which analysis has found the label. */
  private final Map<String, Analysis> finder = new TreeMap<>();

  private final Map<String, Long> unitsBySlave = new TreeMap<>();

  public void add(Reply reply) {
    switch (reply.status()) {
      case COMPLETE -> complete++;
      case PARTIAL -> partial++;
      case REJECTED -> rejected++;
    }
    if (reply.isWorthRetrying()) {
      worthRetrying++;
    }
    if (reply.rejection().isEmpty()) {
      addCounts(reply);
    }
    reply.timing().map(Timing::units).orElse(Map.of()).values().stream()
        .filter(unit -> !unit.slave().isEmpty())
        .forEach(unit -> unitsBySlave.merge(unit.slave(), 1L, Long::sum));
  }

  private void addCounts(Reply reply) {
    reply
        .counts()
        .forEach(
            (label, count) -> {
              notCounted.merge(label, count.isPresent() ? 0L : 1L, Long::sum);
              found.merge(label, (long) count.orElse(0), Long::sum);
            });
    boolean showsAll =
        reply.image().map(image -> image.condition().showsWhatIsThere()).orElse(true);
    for (Map.Entry<Analysis, UnitReply> each : reply.analyses().entrySet()) {
      Analysis analysis = each.getKey();
      if (!showsAll || each.getValue().outcome() != Outcome.OK) {
        withoutResult.merge(analysis, 1L, Long::sum);
      }
      for (Detection box : each.getValue().findings().map(Findings::boxes).orElse(List.of())) {
        finder.putIfAbsent(box.label().orElseGet(analysis::singular), analysis);
      }
    }
  }

  public long images() {
    return complete + partial + rejected;
  }

  public long complete() {
    return complete;
  }

  public long partial() {
    return partial;
  }

  public long rejected() {
    return rejected;
  }

  /** Of the partial and the rejected ones, those that should be sent again. */
  public long worthRetrying() {
    return worthRetrying;
  }

  /**
   * How many objects of that label, or {@code face}s, were found in all images. While {@link
   * #unknown} is not 0, there may be more.
   */
  public long found(String label) {
    return found.getOrDefault(label, 0L);
  }

  /**
   * In how many images the number is unknown: the rejected ones, and those in which the analysis
   * has no result or the picture does not show all.
   */
  public long unknown(String label) {
    Analysis analysis = finder.get(label);
    // A label that is not always counted is missing where its analysis failed, instead of null.
    long failed = analysis == null ? 0 : withoutResult.getOrDefault(analysis, 0L);
    return rejected + Math.max(notCounted.getOrDefault(label, 0L), failed);
  }

  /** The sum of one label. */
  public Sum sum(String label) {
    return new Sum(label, found(label), unknown(label), images());
  }

  /** The sum of each label that has a count: most frequent first, then in alphabetical order. */
  public List<Sum> sums() {
    return found.keySet().stream()
        .map(this::sum)
        .sorted(Comparator.comparingLong(Sum::atLeast).reversed())
        .toList();
  }

  /** The sums by label, in alphabetical order. Each is a lower bound, see {@link #unknown}. */
  public Map<String, Long> found() {
    return Collections.unmodifiableMap(found);
  }

  /** Work units by the name of the slave whose result counted. */
  public Map<String, Long> unitsBySlave() {
    return Collections.unmodifiableMap(unitsBySlave);
  }
}
