package io.lynceus.master.delivery;

import io.lynceus.store.OutboxStore;
import io.lynceus.store.result.OutboxItem;
import io.lynceus.store.result.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the store does not know yet of deliveries. Not for several threads. */
final class Settlements {
  private final List<Long> done = new ArrayList<>();
  private final Map<Long, OutboxItem> changed = new LinkedHashMap<>();
  private boolean dead;

  boolean isEmpty() {
    return done.isEmpty() && changed.isEmpty();
  }

  void done(long place) {
    changed.remove(place);
    done.add(place);
  }

  void changed(OutboxItem item) {
    changed.put(item.seq(), item);
    dead |= item.dead().isPresent();
  }

  /** Whether some were given up since {@link #deadTrimmed}. */
  boolean hasDead() {
    return dead;
  }

  void deadTrimmed() {
    dead = false;
  }

  /** Writes them; if that fails they are still here. */
  void writeTo(OutboxStore store) throws StoreException {
    store.settle(done, List.copyOf(changed.values()));
    done.clear();
    changed.clear();
  }
}
