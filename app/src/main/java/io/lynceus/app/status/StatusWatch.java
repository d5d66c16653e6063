package io.lynceus.app.status;

import io.lynceus.client.ClientConfig;
import io.lynceus.client.TaskClient;
import io.lynceus.cluster.Poll;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.Slave.State;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Asks a master for its status again and again. For one thread. */
public final class StatusWatch {
  private static final Duration POLL = Duration.ofMillis(10);

  private final ClientConfig master;

  public StatusWatch(ClientConfig master) {
    this.master = master;
  }

  public ClusterStatus status() throws IOException {
    return TaskClient.status(master);
  }

  /**
   * Waits for what is wanted of the cluster.
   *
   * @return how long that took, from {@code since}; empty when it has not come within {@code
   *     patience} of now
   * @param since of {@link System#nanoTime}
   */
  public Optional<Duration> await(Predicate<ClusterStatus> wanted, long since, Duration patience)
      throws IOException, InterruptedException {
    return Poll.until(POLL, patience, () -> wanted.test(status()))
        ? Optional.of(Duration.ofNanos(System.nanoTime() - since))
        : Optional.empty();
  }

  /** The slave is connected and is given units. */
  public static boolean isReady(ClusterStatus status, String slave) {
    return find(status, slave).filter(found -> found.state() == State.READY).isPresent();
  }

  /** The slave has done some work and has more in hand, for each of its threads. */
  public static boolean isBusy(ClusterStatus status, String slave) {
    return isReady(status, slave)
        && find(status, slave)
            .filter(found -> found.busy() >= found.slots() && found.unitsDone() > 0)
            .isPresent();
  }

  private static Optional<Slave> find(ClusterStatus status, String slave) {
    return status.slaves().stream().filter(found -> found.name().equals(slave)).findFirst();
  }
}
