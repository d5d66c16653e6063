package io.lynceus.master.slaves;

import io.lynceus.common.port.ConnectionLimit;
import io.lynceus.common.port.ConnectionLimit.GivesWay;
import io.lynceus.common.port.ConnectionLimit.Permit;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Limits the connections of slaves and, apart from them, those of strangers, which have not
 * authenticated yet. Any thread may call it.
 *
 * <p>When the strangers have all their places, the oldest of the address with the most gives way to
 * a newcomer, whatever it has sent: a slave authenticates within milliseconds, and so before its
 * turn comes. Before that the master knows its address only. So connections from the addresses of
 * slaves that have authenticated before have as many places of their own: strangers elsewhere cost
 * them nothing.
 */
final class SlaveConnectionLimit {
  /** Of how many addresses it is known that a slave was there, for each slave there may be. */
  private static final int ADDRESSES_PER_SLAVE = 4;

  private final int limit;
  private final ConnectionLimit strangers;
  private final ConnectionLimit returning;
  private final Map<InetAddress, Boolean> addresses;
  private int slaves;
  private long slavesTooMany;

  /**
   * @param clock nanoseconds that never go back
   */
  SlaveConnectionLimit(SlavesPortConfig.Limits limits, LongSupplier clock) {
    this.limit = limits.connections();
    this.strangers = places(limits.strangers(), clock);
    this.returning = places(limits.strangers(), clock);
    this.addresses = leastRecentlyUsed(ADDRESSES_PER_SLAVE * limits.connections());
  }

  private static ConnectionLimit places(int count, LongSupplier clock) {
    return new ConnectionLimit(count, count, GivesWay.TO_ALL, clock);
  }

  private static Map<InetAddress, Boolean> leastRecentlyUsed(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<InetAddress, Boolean> eldest) {
        return size() > most;
      }
    };
  }

  /** Connections now, with those of strangers. */
  synchronized int connections() {
    return slaves + strangers.admitted() + returning.admitted();
  }

  /** Connections so far that were refused, or gave way to others. */
  synchronized long refusals() {
    return strangers.refusals() + returning.refusals() + slavesTooMany;
  }

  /**
   * Admits a new connection, which has not authenticated; empty if there are as many slaves as
   * allowed.
   *
   * @param onEviction called, by any thread, when the connection must be closed because it gives
   *     way to another
   */
  Optional<Place> admit(InetAddress address, Runnable onEviction) {
    ConnectionLimit places;
    synchronized (this) {
      if (slaves >= limit) {
        slavesTooMany++;
        return Optional.empty();
      }
      places = addresses.containsKey(address) ? returning : strangers;
    }
    return places.acquire(address, onEviction).map(permit -> new Place(address, permit));
  }

  /** The place of one connection. Used by its event loop. */
  final class Place {
    private final InetAddress address;
    private final Permit stranger;
    private boolean ofSlave;

    private Place(InetAddress address, Permit stranger) {
      this.address = address;
      this.stranger = stranger;
    }

    /**
     * The connection has authenticated: it is a slave's, and no stranger's any more.
     *
     * @return false if there are as many slaves as allowed
     */
    boolean authenticated() {
      stranger.release();
      synchronized (SlaveConnectionLimit.this) {
        addresses.put(address, true);
        ofSlave = slaves < limit;
        if (ofSlave) {
          slaves++;
        } else {
          slavesTooMany++;
        }
        return ofSlave;
      }
    }

    /** The connection is closed. */
    void release() {
      stranger.release();
      synchronized (SlaveConnectionLimit.this) {
        slaves -= ofSlave ? 1 : 0;
        ofSlave = false;
      }
    }
  }
}
