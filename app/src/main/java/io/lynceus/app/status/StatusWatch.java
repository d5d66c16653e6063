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

/** Polls a master's status. For one thread. */
public final class StatusWatch {
  private final ClientConfig master;
  private final Duration interval;

  /**
   * @param interval the pause between two requests
   */
  public StatusWatch(ClientConfig master, Duration interval) {
    this.master = master;
    this.interval = interval;
  }

  /** Asks once. */
  public ClusterStatus status() throws IOException {
    return TaskClient.status(master);
  }

  /**
   * Waits until the status meets a condition.
   *
   * @return the time from {@code since} until then; empty when it did not happen within {@code
   *     timeout} from now
   * @param since in nanoseconds of {@link System#nanoTime}
   */
  public Optional<Duration> await(Predicate<ClusterStatus> condition, long since, Duration timeout)
      throws IOException, InterruptedException {
    return Poll.until(interval, timeout, () -> condition.test(status()))
        ? Optional.of(Duration.ofNanos(System.nanoTime() - since))
        : Optional.empty();
  }

  /** True if the slave is connected and gets units. */
  public static boolean isReady(ClusterStatus status, String slave) {
    return find(status, slave).filter(found -> found.state() == State.READY).isPresent();
  }

  /** True if the slave has finished a unit and has at least one for each of its threads. */
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
