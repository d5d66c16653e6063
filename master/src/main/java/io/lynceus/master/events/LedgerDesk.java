package io.lynceus.master.events;

import io.lynceus.master.outlets.GivenReply;
import io.lynceus.model.Camera;
import io.lynceus.model.ledger.LineCount;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.ledger.LineLedger;
import io.lynceus.store.LedgerStore;
import io.lynceus.store.result.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes counts of the replies. A crossing goes to the store at once, the time that was seen within
 * {@link #SAVED}. While the store fails, at most {@value #MOST_WAITING} quarters of lines wait for
 * it. Any thread may call it; it may wait for the store.
 */
public final class LedgerDesk implements AutoCloseable {
  /** Between two writes of the time that was seen. */
  static final Duration SAVED = Duration.ofSeconds(10);

  /** Between two attempts while the store fails. */
  static final Duration AGAIN = Duration.ofSeconds(2);

  static final int MOST_WAITING = 10_000;

  private static final Logger log = LoggerFactory.getLogger(LedgerDesk.class);

  private final LineLedger ledger = new LineLedger();
  private final InstantSource clock;
  private final Optional<LedgerStore> store;
  private final Map<Key, LineCount> waiting = new LinkedHashMap<>();
  private Instant due = Instant.MIN;
  private boolean counts;
  private boolean failing;

  /** What has one row in the store. */
  private record Key(String line, Camera camera, Instant quarter) {}

  /**
   * @param store empty: nothing is counted
   */
  public LedgerDesk(InstantSource clock, Optional<LedgerStore> store) {
    this.clock = clock;
    this.store = store;
  }

  /** These settings hold from now on. */
  public synchronized void settings(CameraSet set) {
    boolean before = counts;
    counts = !set.ledger().lines().isEmpty();
    ledger.settings(set);
    if (counts && !before && store.isEmpty()) {
      log.warn("lines of cameras.conf count nobody: there is no store (store.enabled)");
    }
  }

  /**
   * Hears of a reply.
   *
   * @param hidden whether what the still does not show may be there all the same: it was not seen
   */
  public synchronized void hear(GivenReply given, boolean hidden) {
    if (!counts || store.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    boolean crossed = false;
    var still = SeenStills.of(given, now, hidden);
    if (still.isPresent()) {
      Camera camera = given.reply().still().camera().orElseThrow();
      for (LineCount count : ledger.hear(camera, still.get())) {
        crossed |= count.in() + count.out() > 0;
        keep(count);
      }
    }
    if (!waiting.isEmpty() && ((crossed && !failing) || !now.isBefore(due))) {
      save(store.get(), now);
    }
  }

  private void keep(LineCount count) {
    waiting.merge(new Key(count.line(), count.camera(), count.quarter()), count, LineCount::plus);
    if (waiting.size() > MOST_WAITING) {
      waiting.remove(waiting.keySet().iterator().next());
    }
  }

  private void save(LedgerStore into, Instant now) {
    try {
      into.add(List.copyOf(waiting.values()));
      waiting.clear();
      failing = false;
      due = now.plus(SAVED);
    } catch (StoreException e) {
      if (!failing) {
        log.warn("counts of lines wait for the store: {}", e.getMessage());
      }
      failing = true;
      due = now.plus(AGAIN);
    }
  }

  /** Forgets what waits of a camera. */
  public synchronized void forget(Camera camera) {
    waiting.keySet().removeIf(key -> key.camera().equals(camera));
  }

  /** Gives the store what it does not have. */
  @Override
  public synchronized void close() {
    if (store.isPresent() && !waiting.isEmpty()) {
      save(store.get(), clock.instant());
    }
  }
}
