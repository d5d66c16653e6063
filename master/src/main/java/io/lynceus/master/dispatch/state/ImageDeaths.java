package io.lynceus.master.dispatch.state;

import io.lynceus.model.Analysis;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The deaths of slaves that ran an image, by its analyses, for all tasks that have it. */
public final class ImageDeaths {
  private final Map<Analysis, Set<Death>> deaths = new TreeMap<>();

  /**
   * The death of one slave. Each is another, even if a slave of that name has died before, with a
   * connection from the same port.
   */
  public static final class Death {
    private final String slave;

    public Death(ConnectedSlave dead) {
      slave = dead.description();
    }
  }

  /** The slave that died ran the analysis. */
  public void add(Analysis analysis, Death death) {
    deaths.computeIfAbsent(analysis, none -> new LinkedHashSet<>(2)).add(death);
  }

  /** The analysis ran well. */
  public void clear(Analysis analysis) {
    deaths.remove(analysis);
  }

  /** How many slaves died while they ran the analysis. */
  int count(Analysis analysis) {
    return deaths.getOrDefault(analysis, Set.of()).size();
  }

  /** How many slaves died while they ran any analysis of the image. */
  int countAll() {
    if (deaths.isEmpty()) { // nearly always, and asked for every unit
      return 0;
    }
    Set<Death> all = new HashSet<>();
    deaths.values().forEach(all::addAll);
    return all.size();
  }

  /** The slaves that died while they ran the analysis: name, address and version. */
  public List<String> slaves(Analysis analysis) {
    return deaths.getOrDefault(analysis, Set.of()).stream().map(death -> death.slave).toList();
  }
}
