package io.lynceus.app.drill;

import io.lynceus.app.cli.Text;
import io.lynceus.app.status.StatusWatch;
import io.lynceus.client.ClientConfig;
import io.lynceus.cluster.LoadCount;
import io.lynceus.cluster.LoadGenerator;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Slave;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Load on a cluster of others, whose slaves the operator kills, unplugs or slows by hand; what the
 * master makes of it is told as it happens. For one thread.
 */
final class OperatorDrill {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ClientConfig master;
  private final Consumer<String> progress;
  private final Map<String, Slave.State> known = new HashMap<>();
  private Optional<Duration> longestWait = Optional.empty();

  /**
   * @param progress takes lines on what is going on
   */
  OperatorDrill(ClientConfig master, Consumer<String> progress) {
    this.master = master;
    this.progress = progress;
  }

  /**
   * Runs the load.
   *
   * @throws IOException when the master cannot be reached at first, or no longer
   */
  DrillResult run(Duration length) throws IOException, InterruptedException {
    StatusWatch watch = new StatusWatch(master);
    ClusterStatus first = watch.status();
    int window = Math.max(1, first.slaves().size());
    try (LoadGenerator load = LoadGenerator.start(master.withWindow(window))) {
      progress.accept("images are on their way: pull a plug, kill a slave, now");
      first.slaves().forEach(slave -> known.put(slave.name(), slave.state()));
      long start = System.nanoTime();
      while (System.nanoTime() - start < length.toNanos() && load.failure().isEmpty()) {
        ClusterStatus status = watch.status();
        tellChanges(status, Duration.ofNanos(System.nanoTime() - start));
        if (status.attempts().again() > first.attempts().again()) {
          longestWait = Optional.of(status.attempts().againLongest());
        }
        Thread.sleep(POLL.toMillis()); // the master tells its status when it is asked
      }
      LoadCount count = load.finish(PATIENCE);
      return new DrillResult(
          "yours",
          "your own fault",
          new DrillResult.Times(Optional.empty(), longestWait, Optional.empty()),
          count.times().median(),
          count);
    }
  }

  private void tellChanges(ClusterStatus status, Duration since) {
    Set<String> gone = new HashSet<>(known.keySet());
    for (Slave slave : status.slaves()) {
      gone.remove(slave.name());
      if (known.put(slave.name(), slave.state()) != slave.state()) {
        tell(since, slave.name() + " is " + slave.state().name().toLowerCase(Locale.ROOT));
      }
    }
    for (String name : gone) {
      known.remove(name);
      tell(since, name + " is gone");
    }
  }

  private void tell(Duration since, String what) {
    progress.accept(
        String.format(Locale.ROOT, "%6.1f s  %s", since.toMillis() / 1e3, Text.shown(what)));
  }
}
