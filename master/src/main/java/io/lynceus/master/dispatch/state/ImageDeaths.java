package io.lynceus.master.dispatch.state;

import io.lynceus.model.Analysis;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The deaths of slaves that ran an image, by its analyses, for all tasks that have it. */
public final class ImageDeaths {
  private final Map<Analysis, Set<Death>> deaths = new TreeMap<>();

  /**
   * The death of one slave. Each is another, even if a slave of that name has died before, with a
   * connection from the same port.
   */
  public static final class Death {
    private final String slave;
    private boolean refuted;

    public Death(ConnectedSlave dead) {
      slave = dead.description();
    }

    /** The slave is back: it has not died. */
    public void refute() {
      refuted = true;
    }
  }

  /** The slave that died ran the analysis. */
  public void add(Analysis analysis, Death death) {
    Set<Death> known = deaths.computeIfAbsent(analysis, none -> new LinkedHashSet<>(2));
    known.removeIf(other -> other.refuted);
    known.add(death);
  }

  /** The analysis ran well. */
  public void clear(Analysis analysis) {
    deaths.remove(analysis);
  }

  /** How many slaves died while they ran the analysis. */
  int count(Analysis analysis) {
    return deaths.isEmpty() ? 0 : (int) of(analysis).count(); // it is asked for every candidate
  }

  /** How many slaves died while they ran any analysis of the image. */
  int countAll() {
    if (deaths.isEmpty()) { // nearly always, and asked for every unit
      return 0;
    }
    return (int) deaths.keySet().stream().flatMap(this::of).distinct().count();
  }

  /** The slaves that died while they ran the analysis: name, address and version. */
  public List<String> slaves(Analysis analysis) {
    return of(analysis).map(death -> death.slave).toList();
  }

  private Stream<Death> of(Analysis analysis) {
    return deaths.getOrDefault(analysis, Set.of()).stream().filter(death -> !death.refuted);
  }
}
