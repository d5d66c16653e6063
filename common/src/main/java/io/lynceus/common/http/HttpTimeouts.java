package io.lynceus.common.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a server waits for its clients. All are above zero.
 *
 * @param stall for a whole head of a request; for a body that does not come at {@code leastRate};
 *     for a client that does not read its response
 * @param linger after the last response of a connection, for a client that sends nothing and does
 *     not close its end; {@code stall} for one that still sends
 * @param leastRate bytes a second, asked for with each piece by any thread: a body that comes more
 *     slowly has stalled when it is behind by {@code stall}
 */
public record HttpTimeouts(Duration stall, Duration linger, LongSupplier leastRate) {

  /** The waiting time that this many bytes of a body make up for. */
  Duration earnedBy(int bytes) {
    return Duration.ofNanos(bytes * 1_000_000_000L / leastRate.getAsLong());
  }
}
