package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.QuarantineStore.Entry;
import io.lynceus.master.dispatch.QuarantineStore.Poisoning;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.model.Analysis;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The analyses of images that have killed slaves, by the hashes of the images: those that are not
 * tried again, and those that are suspected.
 */
final class Quarantine {
  /** What the client is told. */
  static final String MESSAGE =
      "two slaves died while they ran this analysis of this image; it is not tried again";

  private static final Logger log = LoggerFactory.getLogger(Quarantine.class);
  private static final int MAX_ENTRIES = 10_000;

  private final QuarantineStore store;
  private final Map<Entry, Boolean> poisonous = new Bounded<>();
  private final Map<Entry, List<String>> deaths = new Bounded<>();

  Quarantine(QuarantineStore store) {
    this.store = store;
    store.entries().forEach(entry -> poisonous.put(entry, true));
  }

  boolean contains(WorkUnit unit) {
    return poisonous.containsKey(entry(unit));
  }

  /** How many slaves have died while they ran this analysis of this image, for any task. */
  int deaths(WorkUnit unit) {
    return deaths.getOrDefault(entry(unit), List.of()).size();
  }

  /** How many slaves have died while they ran any analysis of this image. */
  int deathsOfImage(SlaveManager task) {
    Set<String> slaves = new HashSet<>();
    for (Analysis analysis : Analysis.STANDARD) {
      slaves.addAll(deaths.getOrDefault(new Entry(task.sha256(), analysis), List.of()));
    }
    return slaves.size();
  }

  /** A slave died while it ran the units. */
  void suspect(List<WorkUnit> running, ConnectedSlave dead) {
    for (Entry entry : running.stream().map(Quarantine::entry).collect(Collectors.toSet())) {
      deaths.computeIfAbsent(entry, none -> new ArrayList<>(2)).add(dead.description());
    }
  }

  /** The unit ran well. */
  void clear(WorkUnit unit) {
    if (!deaths.isEmpty()) {
      deaths.remove(entry(unit));
    }
  }

  /** The unit is not tried again, nor any other with the same analysis and image. */
  void add(WorkUnit unit) {
    unit.task().traced(() -> add(unit, entry(unit)));
  }

  private void add(WorkUnit unit, Entry entry) {
    if (poisonous.put(entry, true) == null) {
      List<String> slaves = deaths.getOrDefault(entry, List.of());
      log.warn(
          "image {} is quarantined for {}: slaves died while they ran it: {}; {}",
          entry.sha256(),
          entry.analysis().key(),
          slaves,
          store
              .keep(new Poisoning(entry, unit.task().request(), slaves))
              .map("see "::concat)
              .orElse("it is not kept"));
    }
  }

  private static Entry entry(WorkUnit unit) {
    return new Entry(unit.task().sha256(), unit.analysis());
  }

  /** Evicts the oldest entry. */
  private static final class Bounded<V> extends LinkedHashMap<Entry, V> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Entry, V> eldest) {
      return size() > MAX_ENTRIES;
    }
  }
}
