package io.lynceus.master.gateway;

import io.lynceus.common.port.ConnectionLimit;
import io.lynceus.common.port.ConnectionLimit.GivesWay;
import io.lynceus.model.Reply.Rejection;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of the task port, within their {@link ConnectionLimit}. When the memory for
 * images and replies runs short, the connection with the most unread bytes is closed. Any thread
 * may call it.
 */
public final class ClientConnections {
  /** A client that leaves fewer bytes than this unread may still be reading. */
  static final int MIN_UNREAD_BYTES = 64 << 10;

  private final ConnectionLimit limit;
  private final Set<Permit> permits = ConcurrentHashMap.newKeySet();
  private long slowReaders;
  private @Nullable Permit slowReader;

  /**
   * @param clock nanoseconds that never go back
   */
  public ClientConnections(GatewayLimits limits, LongSupplier clock) {
    this.limit =
        new ConnectionLimit(
            limits.connections(), limits.connectionsPerAddress(), GivesWay.TO_FEWER, clock);
  }

  /**
   * Admits a connection; empty when it must be refused.
   *
   * @param onEviction called by any thread, when the connection must be closed, with the reason for
   *     its client; it must return at once
   */
  public Optional<Permit> acquire(InetAddress address, Consumer<Rejection> onEviction) {
    return limit
        .acquire(address, () -> onEviction.accept(Refusals.EVICTED))
        .map(
            place -> {
              Permit permit = new Permit(address, place, onEviction);
              permits.add(permit);
              return permit;
            });
  }

  /** Closes the connection with the most unread bytes, unless an earlier one is still closing. */
  void evictSlowReader() {
    Permit most;
    synchronized (this) {
      if (slowReader != null) {
        return;
      }
      most = mostUnread();
      slowReader = most;
      slowReaders += most == null ? 0 : 1;
    }
    if (most != null) {
      most.onEviction.accept(Refusals.UNREAD);
    }
  }

  private @Nullable Permit mostUnread() {
    return permits.stream()
        .filter(permit -> permit.unreadBytes >= MIN_UNREAD_BYTES)
        .max(Comparator.comparingLong(permit -> permit.unreadBytes))
        .orElse(null);
  }

  /** Connections that are admitted now. */
  public int admitted() {
    return limit.admitted();
  }

  /** Connections so far that were refused or evicted. */
  public synchronized long refusals() {
    return limit.refusals() + slowReaders;
  }

  private synchronized void release(Permit permit) {
    if (slowReader == permit) {
      slowReader = null;
    }
    permits.remove(permit);
  }

  /** One connection's right to be open. The connection reports its state here. */
  public final class Permit {
    private final InetAddress client;
    private final ConnectionLimit.Permit place;
    private final Consumer<Rejection> onEviction;
    private volatile long unreadBytes;

    private Permit(
        InetAddress client, ConnectionLimit.Permit place, Consumer<Rejection> onEviction) {
      this.client = client;
      this.place = place;
      this.onEviction = onEviction;
    }

    /** Whose connection it is. */
    public InetAddress client() {
      return client;
    }

    /** The client has sent something. */
    public void received() {
      place.received();
    }

    /**
     * Reports the connection's state.
     *
     * @param working whether an image of this connection is in analysis
     * @param unread bytes of its lines that the system does not take, because the client does not
     *     read them
     */
    public void update(boolean working, long unread) {
      place.working(working);
      unreadBytes = unread;
    }

    /** The connection is closed. */
    public void release() {
      place.release();
      ClientConnections.this.release(this);
    }
  }
}
