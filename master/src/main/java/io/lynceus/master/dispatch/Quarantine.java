package io.lynceus.master.dispatch;

import io.lynceus.protocol.message.Analysis;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The work units that have killed two slaves, by the hash of their image: they are not tried again
 * in the life of this master. Belongs to the dispatch thread.
 */
final class Quarantine {
  /** What the client is told. */
  static final String MESSAGE =
      "two slaves died while they ran this analysis of this image; it is not tried again";

  private static final int MAX_ENTRIES = 10_000;

  private final Map<Key, Boolean> entries =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  void add(WorkUnit unit) {
    entries.put(Key.of(unit), true);
  }

  boolean contains(WorkUnit unit) {
    return entries.containsKey(Key.of(unit));
  }

  private record Key(String sha256, Analysis analysis) {
    static Key of(WorkUnit unit) {
      return new Key(unit.manager().request().image().sha256(), unit.analysis());
    }
  }
}
