package io.lynceus.master.dispatch;

import io.lynceus.model.Quarantined;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A store that records what it is told. */
final class RecordedQuarantine implements QuarantineStore {
  final List<Poisoning> kept = new ArrayList<>();
  final Set<String> cleared = new TreeSet<>();

  /** What a master before has kept. */
  final Set<Entry> earlier = new HashSet<>();

  /** Whether nothing can be cleared. */
  boolean busy;

  @Override
  public List<Quarantined> entries() {
    return earlier.stream()
        .map(e -> new Quarantined(e.sha256(), e.analysis(), Instant.EPOCH, "exit code 139"))
        .toList();
  }

  @Override
  public boolean clear(Set<String> images) {
    cleared.addAll(images);
    return !busy;
  }

  @Override
  public Optional<String> keep(Poisoning poisoning) {
    kept.add(poisoning);
    return Optional.of("somewhere");
  }

  @Override
  public void close() {}
}
