package io.lynceus.client;

import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Timing;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Sums over many replies. For one thread. */
public final class Totals {
  private long complete;
  private long partial;
  private long rejected;
  private long worthRetrying;
  private final Map<String, Long> found = new TreeMap<>();
  private final Map<String, Long> unknown = new TreeMap<>();
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
    reply
        .counts()
        .forEach(
            (label, count) -> {
              unknown.merge(label, count.isPresent() ? 0L : 1L, Long::sum);
              found.merge(label, (long) count.orElse(0), Long::sum);
            });
    reply.timing().map(Timing::units).orElse(Map.of()).values().stream()
        .filter(unit -> !unit.slave().isEmpty())
        .forEach(unit -> unitsBySlave.merge(unit.slave(), 1L, Long::sum));
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

  /** How many objects of that label, or {@code face}s, were found in all images. */
  public long found(String label) {
    return found.getOrDefault(label, 0L);
  }

  /** In how many images the number is unknown because the analysis has no result. */
  public long unknown(String label) {
    return unknown.getOrDefault(label, 0L);
  }

  /** The sums by label, in alphabetical order. */
  public Map<String, Long> found() {
    return Collections.unmodifiableMap(found);
  }

  /** Work units by the name of the slave whose result counted. */
  public Map<String, Long> unitsBySlave() {
    return Collections.unmodifiableMap(unitsBySlave);
  }
}
