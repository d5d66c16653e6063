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
 * Loads a running cluster whose slaves the operator kills, unplugs or slows by hand, and reports
 * each change of their states. For one thread.
 */
final class OperatorDrill {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final ClientConfig master;
  private final Consumer<String> progress;
  private final Map<String, Slave.State> known = new HashMap<>();
  private Optional<Duration> longestWait = Optional.empty();

  /**
   * @param progress receives lines that tell what happens
   */
  OperatorDrill(ClientConfig master, Consumer<String> progress) {
    this.master = master;
    this.progress = progress;
  }

  /**
   * Sends images for {@code length}.
   *
   * @throws IOException when the master cannot be reached, or is lost
   */
  DrillResult run(Duration length) throws IOException, InterruptedException {
    StatusWatch watch = new StatusWatch(master, POLL);
    ClusterStatus first = watch.status();
    int window = Math.max(1, first.slaves().size());
    try (LoadGenerator load = LoadGenerator.start(master.withWindow(window))) {
      progress.accept("sending images: pull a plug or kill a slave now");
      first.slaves().forEach(slave -> known.put(slave.name(), slave.state()));
      long start = System.nanoTime();
      watch.await(
          status -> {
            observe(status, first, Duration.ofNanos(System.nanoTime() - start));
            return load.failure().isPresent();
          },
          start,
          length);
      LoadCount count = load.finish(TIMEOUT);
      return new DrillResult(
          "yours",
          "a fault by hand",
          new DrillResult.FaultTimes(Optional.empty(), longestWait, Optional.empty()),
          count.times().median(),
          count);
    }
  }

  private void observe(ClusterStatus status, ClusterStatus first, Duration since) {
    reportChanges(status, since);
    if (status.attempts().again() > first.attempts().again()) {
      longestWait = Optional.of(status.attempts().againLongest());
    }
  }

  private void reportChanges(ClusterStatus status, Duration since) {
    Set<String> gone = new HashSet<>(known.keySet());
    for (Slave slave : status.slaves()) {
      gone.remove(slave.name());
      if (known.put(slave.name(), slave.state()) != slave.state()) {
        report(since, slave.name() + " is " + slave.state().name().toLowerCase(Locale.ROOT));
      }
    }
    for (String name : gone) {
      known.remove(name);
      report(since, name + " is gone");
    }
  }

  private void report(Duration since, String what) {
    progress.accept(
        String.format(Locale.ROOT, "%6.1f s  %s", since.toMillis() / 1e3, Text.shown(what)));
  }
}
