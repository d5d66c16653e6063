package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.QuarantineStore.Entry;
import io.lynceus.master.dispatch.QuarantineStore.Poisoning;
import io.lynceus.master.dispatch.TaskIntake.Clearing;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.ImageDeaths;
import io.lynceus.master.dispatch.state.ImageDeaths.Death;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.model.Quarantined;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The analyses of images that have killed, by the hashes of the images: those that are not tried
 * again, and those that slaves have died of.
 */
final class Quarantine {
  /** What the client is told. */
  static final String MESSAGE =
      "two slaves and then a JVM of its own died while they ran this analysis of this image; it is"
          + " not tried again";

  private static final Logger log = LoggerFactory.getLogger(Quarantine.class);
  private static final int MAX_ENTRIES = 10_000;

  private final QuarantineStore store;
  private final DispatchClock clock;
  private final Map<Entry, Quarantined> poisonous = new Bounded<>();
  private final Map<String, ImageDeaths> deaths = new Bounded<>();

  /** By the number of the slave's process. */
  private final Map<Long, List<Death>> deathsOfProcess = new Bounded<>();

  Quarantine(QuarantineStore store, DispatchClock clock) {
    this.store = store;
    this.clock = clock;
    store.entries().forEach(kept -> poisonous.put(new Entry(kept.sha256(), kept.analysis()), kept));
  }

  boolean contains(WorkUnit unit) {
    return poisonous.containsKey(entry(unit));
  }

  /** The entries, the oldest first. */
  List<Quarantined> entries() {
    return List.copyOf(poisonous.values());
  }

  /**
   * Lets an image be tried again, or all. The deaths of slaves stay known, so that it is confined
   * at first.
   *
   * @param hash how the image's hash begins; empty for all images
   */
  Clearing clear(String hash) {
    List<Quarantined> found =
        poisonous.values().stream().filter(entry -> entry.sha256().startsWith(hash)).toList();
    Set<String> images = new Clearing(found, false).images();
    boolean clear =
        !images.isEmpty() && (hash.isEmpty() || images.size() == 1) && store.clear(images);
    if (clear) {
      poisonous.values().removeAll(found);
      log.info("an operator has cleared the quarantine of {}", images);
    }
    return new Clearing(found, clear);
  }

  /** The slaves that died while they ran the image, for any task. */
  Optional<ImageDeaths> deathsOf(String sha256) {
    return Optional.ofNullable(deaths.get(sha256));
  }

  /** A slave died while it ran the units. */
  void suspect(List<WorkUnit> running, ConnectedSlave dead) {
    Death death = new Death(dead);
    deathsOfProcess.computeIfAbsent(dead.process(), none -> new ArrayList<>(1)).add(death);
    for (WorkUnit unit : running) {
      SlaveManager task = unit.task();
      ImageDeaths ofImage = deaths.computeIfAbsent(task.sha256(), none -> new ImageDeaths());
      ofImage.add(unit.analysis(), death);
      task.image().suspect(ofImage);
    }
  }

  /** The slave's process lives: it has not died of anything. Returns whether it was thought to. */
  boolean returned(ConnectedSlave slave) {
    List<Death> refuted = deathsOfProcess.remove(slave.process());
    if (refuted == null) {
      return false;
    }
    refuted.forEach(Death::refute);
    return true;
  }

  /** The unit ran well. */
  void clear(WorkUnit unit) {
    if (!deaths.isEmpty()) {
      deathsOf(unit.task().sha256()).ifPresent(ofImage -> ofImage.clear(unit.analysis()));
    }
  }

  /** The unit is not tried again, nor any other with the same analysis and image. */
  void add(WorkUnit unit, ChildDied death) {
    unit.task().traced(() -> add(unit, entry(unit), death));
  }

  private void add(WorkUnit unit, Entry entry, ChildDied death) {
    Instant now = Instant.EPOCH.plusNanos(clock.wallNanos()).truncatedTo(ChronoUnit.MILLIS);
    if (poisonous.putIfAbsent(
            entry, new Quarantined(entry.sha256(), entry.analysis(), now, death.message()))
        == null) {
      List<String> slaves =
          deathsOf(entry.sha256()).map(all -> all.slaves(entry.analysis())).orElse(List.of());
      log.warn(
          "image {} is quarantined for {}: slaves died while they ran it: {}, and then a JVM of its"
              + " own: {}; {}",
          entry.sha256(),
          entry.analysis().key(),
          slaves,
          death.message(),
          store
              .keep(new Poisoning(entry, unit.task().request(), slaves, death))
              .map("see "::concat)
              .orElse("it is not kept"));
    }
  }

  private static Entry entry(WorkUnit unit) {
    return new Entry(unit.task().sha256(), unit.analysis());
  }

  /** Evicts the oldest entry. */
  private static final class Bounded<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > MAX_ENTRIES;
    }
  }
}
