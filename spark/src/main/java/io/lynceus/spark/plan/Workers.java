package io.lynceus.spark.plan;

import io.lynceus.client.ClientConfig;
import io.lynceus.client.ClientConfig.Retries;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/** Who looks at the pictures of a run. */
public sealed interface Workers extends Serializable {

  /** How many pictures one Spark task has under way. */
  int window();

  /**
   * A Lynceus cluster, whose clients the executors are.
   *
   * @param port 1 to 65535
   * @param token the master's {@code tasks.token}; empty if it has none
   * @param window pictures of one Spark task that wait for their replies, 1 to 1,000
   */
  record Cluster(String host, int port, String token, int window) implements Workers {
    /** A master that is started again is back within this time. */
    private static final Duration OUTAGE = Duration.ofMinutes(10);

    private static final Duration BUSY = Duration.ofDays(1);

    /** As the client library connects. */
    public ClientConfig client() {
      return new ClientConfig(host, port)
          .withToken(Optional.of(token).filter(text -> !text.isEmpty()))
          .withWindow(window)
          .withRetries(new Retries(OUTAGE, BUSY));
    }

    /** Without the token: this text may be logged. */
    @Override
    public String toString() {
      return "Cluster[" + host + ":" + port + "]";
    }
  }

  /**
   * Children of the executors.
   *
   * @param installation class path of Lynceus on the machines of the executors: {@code
   *     /opt/lynceus/lib/*}, or jars
   * @param limit how long a child may look at one picture
   */
  record Local(String installation, Duration limit) implements Workers {
    /** A task looks at one picture at a time: Spark runs a task for each processor. */
    @Override
    public int window() {
      return 1;
    }
  }
}
