package io.lynceus.master.gateway;

import io.lynceus.common.http.ConnectionGate;
import io.lynceus.model.Reply.Rejection;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the connections to a client port, in all and by address. IPv6 addresses are counted by
 * their /64, which usually belongs to one customer. Any thread may call it.
 *
 * <p>When the port is full, a connection of the address with the most is closed for a newcomer
 * whose address has fewer: among those without an image in analysis, the one that has been quiet
 * the longest. So idle connections do not keep a client out. When the memory for images and replies
 * runs short, the connection with the most unread bytes is closed.
 */
public final class ConnectionLimit {
  /** A client that leaves fewer bytes than this unread may still be reading. */
  static final int MIN_UNREAD_BYTES = 64 << 10;

  /** Compares by difference, because the clock may wrap. */
  private static final Comparator<Permit> QUIET = (a, b) -> Long.signum(b.lastInput - a.lastInput);

  private final int limit;
  private final int limitPerAddress;
  private final LongSupplier clock;
  private final Map<ByteBuffer, Set<Permit>> byAddress = new HashMap<>();
  private int count;
  private long refusals;
  private @Nullable Permit slowReader;

  /**
   * @param clock nanoseconds that never go back
   */
  public ConnectionLimit(GatewayLimits limits, LongSupplier clock) {
    this.limit = limits.connections();
    this.limitPerAddress = limits.connectionsPerAddress();
    this.clock = clock;
  }

  /**
   * Admits a connection; empty when it must be refused.
   *
   * @param onEviction called at most once, by any thread, when the connection must be closed, with
   *     the reason for its client; it must return at once
   */
  public Optional<Permit> acquire(InetAddress address, Consumer<Rejection> onEviction) {
    ByteBuffer key = key(address);
    Permit evicted = null;
    Permit permit;
    synchronized (this) {
      int held = byAddress.getOrDefault(key, Set.of()).size();
      if (held >= limitPerAddress) {
        refusals++;
        return Optional.empty();
      }
      if (count >= limit) {
        refusals++;
        evicted = quietestOfLargestAddress(held + 1);
        if (evicted == null) {
          return Optional.empty();
        }
        remove(evicted);
      }
      permit = new Permit(key, onEviction);
      byAddress.computeIfAbsent(key, none -> new LinkedHashSet<>()).add(permit);
      count++;
    }
    if (evicted != null) {
      evicted.onEviction.accept(Refusals.EVICTED);
    }
    return Optional.of(permit);
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
    }
    if (most != null) {
      countRefusal();
      most.onEviction.accept(Refusals.UNREAD);
    }
  }

  /**
   * @param fewest addresses with at most this many connections keep them
   */
  private @Nullable Permit quietestOfLargestAddress(int fewest) {
    return byAddress.values().stream()
        .filter(permits -> permits.size() > fewest)
        .sorted(Comparator.comparingInt((Set<Permit> permits) -> permits.size()).reversed())
        .flatMap(permits -> permits.stream().filter(permit -> !permit.busy).max(QUIET).stream())
        .findFirst()
        .orElse(null);
  }

  private @Nullable Permit mostUnread() {
    return byAddress.values().stream()
        .flatMap(Set::stream)
        .filter(permit -> permit.unreadBytes >= MIN_UNREAD_BYTES)
        .max(Comparator.comparingLong(permit -> permit.unreadBytes))
        .orElse(null);
  }

  private synchronized void countRefusal() {
    refusals++;
  }

  /** Connections that are admitted now. */
  public synchronized int admitted() {
    return count;
  }

  /** Connections so far that were refused or evicted. */
  public synchronized long refusals() {
    return refusals;
  }

  private synchronized void release(Permit permit) {
    if (slowReader == permit) {
      slowReader = null;
    }
    remove(permit);
  }

  private void remove(Permit permit) {
    Set<Permit> permits = byAddress.get(permit.address);
    if (permits != null && permits.remove(permit)) {
      count--;
      if (permits.isEmpty()) {
        byAddress.remove(permit.address);
      }
    }
  }

  private static ByteBuffer key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return ByteBuffer.wrap(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
  }

  /** One connection's right to be open. The connection reports its state here. */
  public final class Permit implements ConnectionGate.Pass {
    private final ByteBuffer address;
    private final Consumer<Rejection> onEviction;
    private volatile long lastInput = clock.getAsLong();
    private volatile boolean busy;
    private volatile long unreadBytes;

    private Permit(ByteBuffer address, Consumer<Rejection> onEviction) {
      this.address = address;
      this.onEviction = onEviction;
    }

    /** The client has sent something. */
    @Override
    public void received() {
      lastInput = clock.getAsLong();
    }

    /**
     * Reports the connection's state.
     *
     * @param working whether an image of this connection is in analysis
     * @param unread bytes of its lines that the system does not take, because the client does not
     *     read them
     */
    @Override
    public void update(boolean working, long unread) {
      busy = working;
      unreadBytes = unread;
    }

    /** The connection is closed. */
    @Override
    public void release() {
      ConnectionLimit.this.release(this);
    }
  }
}
