package io.lynceus.master.events;

import io.lynceus.master.cameras.CameraHealths;
import io.lynceus.model.Camera;
import io.lynceus.model.cameras.CameraHealth;
import io.lynceus.model.watch.WatchStatus;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks each second which cameras are lost, on a thread of its own. Any thread may call it. */
public final class HealthWatch implements CameraHealths, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HealthWatch.class);

  private final EventDesk desk;
  private final HealthDesk health;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread watch = new Thread(work, "health");
            watch.setDaemon(true);
            return watch;
          });

  private HealthWatch(EventDesk desk, HealthDesk health, InstantSource clock) {
    this.desk = desk;
    this.health = health;
    this.clock = clock;
  }

  /**
   * Looks from now on.
   *
   * @param desk keeps and tells the events
   */
  public static HealthWatch start(EventDesk desk, HealthDesk health, InstantSource clock) {
    HealthWatch watch = new HealthWatch(desk, health, clock);
    var unused = watch.thread.scheduleWithFixedDelay(watch::look, 1, 1, TimeUnit.SECONDS);
    return watch;
  }

  private void look() {
    try {
      desk.look();
    } catch (RuntimeException e) { // It would be the last look.
      log.error("a fault while looking which cameras are lost", e);
    }
  }

  @Override
  public CameraHealth of(Camera camera) {
    return health.of(camera, clock.instant());
  }

  @Override
  public List<WatchStatus> watches() {
    return health.watches(clock.instant());
  }

  @Override
  public CompletableFuture<Boolean> accept(Camera camera) {
    return CompletableFuture.supplyAsync(() -> desk.accept(camera), thread);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
