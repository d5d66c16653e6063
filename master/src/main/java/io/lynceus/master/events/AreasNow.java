package io.lynceus.master.events;

import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.LedgerConfig;
import io.lynceus.scene.ledger.LedgerRow;
import io.lynceus.store.result.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each {@link #EVERY} who came into the areas today, on a thread of its own, for those who
 * want to know without asking. Any thread may call it.
 */
public final class AreasNow implements AutoCloseable {
  /** Between two questions. */
  static final Duration EVERY = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(AreasNow.class);

  private final InstantSource clock;
  private final Asker asker;
  private final Consumer<List<LedgerRow>> told;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread watch = new Thread(work, "areas");
            watch.setDaemon(true);
            return watch;
          });
  private volatile LedgerConfig config = LedgerConfig.NONE;

  /** Knows what is stored. */
  public interface Asker {
    /** The row of the present day for each area. */
    List<LedgerRow> ask(LedgerConfig config, Instant now) throws StoreException;
  }

  AreasNow(InstantSource clock, Asker asker, Consumer<List<LedgerRow>> told) {
    this.clock = clock;
    this.asker = asker;
    this.told = told;
  }

  /**
   * Asks from now on.
   *
   * @param told hears of the rows; of none while the store fails
   */
  public static AreasNow start(InstantSource clock, Asker asker, Consumer<List<LedgerRow>> told) {
    AreasNow areas = new AreasNow(clock, asker, told);
    var unused =
        areas.thread.scheduleWithFixedDelay(
            areas::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return areas;
  }

  /** These settings hold from now on. */
  public void settings(CameraSet set) {
    config = set.ledger();
  }

  void look() {
    LedgerConfig now = config;
    if (now.areas().isEmpty()) {
      return;
    }
    told.accept(rows(now));
  }

  /** None, so that nothing is known, where the store cannot be asked. */
  private List<LedgerRow> rows(LedgerConfig now) {
    try {
      return asker.ask(now, clock.instant());
    } catch (StoreException e) { // the store's own lines say why
      return List.of();
    } catch (RuntimeException e) { // It would be the last look.
      log.error("a fault while asking who is in the areas", e);
      return List.of();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
