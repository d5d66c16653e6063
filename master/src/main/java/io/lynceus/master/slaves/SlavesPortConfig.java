package io.lynceus.master.slaves;

import io.lynceus.master.dispatch.DispatchConfig.Liveness;
import io.lynceus.model.settings.Check;
import io.lynceus.protocol.wire.ClusterSecret;
import java.time.Duration;

/**
 * Settings of the slaves' port.
 *
 * @param host {@code slaves.host}: name or address to bind to
 * @param port {@code slaves.port}: 1 to 65535, or 0 for a free one
 * @param secret what the cluster's members know
 * @param liveness how often the master sends a heartbeat, and after which silence it closes a
 *     connection
 */
public record SlavesPortConfig(
    String host, int port, ClusterSecret secret, Liveness liveness, Limits limits) {

  public SlavesPortConfig {
    Check.that(!host.isBlank(), "slaves.host", "a name or an address", "empty");
    Check.wholeNumber("slaves.port", port, 0, 65_535);
  }

  /**
   * How much strangers and slaves may take.
   *
   * @param connections {@code slaves.connections}: of slaves, 1 to 1,000,000
   * @param strangers {@code slaves.strangers}: connections in addition that have not proved yet
   *     that they know the secret, 1 to 1,000,000; as many again from addresses where a slave was
   * @param handshake how long that proof may take, TLS included, 1 ms to 1 hour
   * @param frame how long one frame may take to arrive, 1 ms to 1 hour
   */
  public record Limits(int connections, int strangers, Duration handshake, Duration frame) {
    private static final int MOST = 1_000_000;
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    public Limits {
      Check.wholeNumber("slaves.connections", connections, 1, MOST);
      Check.wholeNumber("slaves.strangers", strangers, 1, MOST);
      Check.time("the limit of a handshake", handshake, LEAST, LONGEST);
      Check.time("the limit of a frame", frame, LEAST, LONGEST);
    }

    /** Connections that the port may have at a time. */
    public int inAll() {
      return connections + 2 * strangers;
    }
  }
}
