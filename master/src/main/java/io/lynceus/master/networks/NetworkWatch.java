package io.lynceus.master.networks;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks again and again whether the master's networks have changed, on a thread of its own. */
public final class NetworkWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NetworkWatch.class);

  private static final Duration LOOK = Duration.ofSeconds(2);

  private final NetworkSource source;
  private final DistributionConfig config;
  private final Consumer<OwnNetworks> listener;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread watch = new Thread(work, "networks");
            watch.setDaemon(true);
            return watch;
          });
  private String fingerprint;

  private NetworkWatch(
      NetworkSource source, DistributionConfig config, Consumer<OwnNetworks> listener) {
    this.source = source;
    this.config = config;
    this.listener = listener;
    this.fingerprint = source.fingerprint();
  }

  /**
   * Tells what is there now, and then whenever that has changed.
   *
   * @param listener called by this thread at first, later by another
   */
  public static NetworkWatch start(
      NetworkSource source, DistributionConfig config, Consumer<OwnNetworks> listener) {
    NetworkWatch watch = new NetworkWatch(source, config, listener);
    watch.tell();
    var unused =
        watch.thread.scheduleWithFixedDelay(
            watch::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    try {
      String now = source.fingerprint();
      if (!now.equals(fingerprint)) {
        fingerprint = now;
        tell();
      }
    } catch (RuntimeException e) { // It would be the last look.
      log.error("a fault while looking for networks", e);
    }
  }

  private void tell() {
    try {
      listener.accept(
          new OwnNetworks(
              source.networks(),
              config.choices().withAlways(source.chosen()),
              config.distribute()));
    } catch (IOException | RuntimeException e) {
      log.warn("the master's networks cannot be read, those before stay: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
