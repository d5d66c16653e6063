package io.lynceus.common.http;

import io.lynceus.common.port.AddressTable;
import io.lynceus.common.port.ByteAllowance;
import java.net.InetAddress;
import java.util.function.LongSupplier;

/**
 * How fast clients are answered that have not shown that they may ask: a short request can have a
 * long answer. Each connection has an allowance of bytes, and each address one for all of its
 * connections together. An answer beyond them comes late. Any thread may call it.
 */
final class AnswerPace {
  /** A page of any size may be read four times a second by one address, twice by a connection. */
  private static final long ADDRESS_BURST = 4L << 20;

  private static final long ADDRESS_RATE = 2L << 20;
  private static final long ADDRESS_MOST = ADDRESS_RATE / 4;
  private static final long CONNECTION_BURST = 256L << 10;
  private static final long CONNECTION_RATE = 64L << 10;
  private static final long CONNECTION_MOST = CONNECTION_RATE / 2;

  /** A byte of a request's body pays for this many of its answer. */
  private static final long BYTES_FOR_EACH_RECEIVED = 2;

  /** As the first answer of a connection, one of this size is never late: health is asked so. */
  private static final long SMALL = 2L << 10;

  /** An answer's first line and the headers that every answer has. */
  private static final long HEAD = 160;

  private static final int ADDRESSES = 4096;

  private final LongSupplier clock;
  private final AddressTable<ByteAllowance> addresses;

  /**
   * @param clock nanoseconds that never go back
   */
  AnswerPace(LongSupplier clock) {
    this.clock = clock;
    addresses =
        new AddressTable<>(
            ADDRESSES, () -> new ByteAllowance(ADDRESS_BURST, ADDRESS_RATE, ADDRESS_MOST, clock));
  }

  OfConnection ofConnection(InetAddress client) {
    return new OfConnection(client);
  }

  /** The pace of one connection. Used on its event loop only. */
  final class OfConnection {
    private final InetAddress client;
    private final ByteAllowance own =
        new ByteAllowance(CONNECTION_BURST, CONNECTION_RATE, CONNECTION_MOST, clock);
    private boolean first = true;

    private OfConnection(InetAddress client) {
      this.client = client;
    }

    /**
     * Whether an answer comes late.
     *
     * @param bytes of its body
     * @param received bytes of the request's body so far
     * @return nanoseconds until it may be sent
     */
    long delayOf(long bytes, long received) {
      long cost = HEAD + bytes - BYTES_FOR_EACH_RECEIVED * received;
      if (cost <= 0) {
        return 0;
      }
      long delay = Math.max(own.take(cost), addresses.get(client).take(cost));
      boolean atOnce = first && bytes <= SMALL;
      first = false;
      return atOnce ? 0 : delay;
    }
  }
}
