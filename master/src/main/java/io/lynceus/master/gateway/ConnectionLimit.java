package io.lynceus.master.gateway;

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
 * The right to be connected to the task port, for so many connections in all and by address; an
 * IPv6 address counts with its /64, which is one customer's. Any thread may call it.
 *
 * <p>When all are taken, one is taken back from the address that has the most, if it has more than
 * the newcomer's: of a connection for which nothing is being analysed, the one that has been quiet
 * the longest. So strangers that sit and wait do not keep a client out. And when the memory for
 * images and answers is short, whoever has left the most of its answers unread has to go.
 */
public final class ConnectionLimit {
  /** Less than this left unread is no sign of a client that does not read. */
  static final int FEW_UNREAD_BYTES = 64 << 10;

  /** Comparing by difference: the clock may wrap. */
  private static final Comparator<Seat> QUIET = (a, b) -> Long.signum(b.lastSign - a.lastSign);

  private final int limit;
  private final int limitPerAddress;
  private final LongSupplier clock;
  private final Map<ByteBuffer, Set<Seat>> byAddress = new HashMap<>();
  private int count;
  private long refusals;
  private @Nullable Seat shed;

  /**
   * @param clock nanoseconds that never go back
   */
  public ConnectionLimit(GatewayLimits limits, LongSupplier clock) {
    this.limit = limits.connections();
    this.limitPerAddress = limits.connectionsPerAddress();
    this.clock = clock;
  }

  /**
   * Takes a seat, or none when there is none for it.
   *
   * @param giveWay called at most once, by any thread, when the connection has to go, with what its
   *     client may be told; it must only post
   */
  public Optional<Seat> take(InetAddress address, Consumer<Rejection> giveWay) {
    ByteBuffer key = key(address);
    Seat evicted = null;
    Seat seat;
    synchronized (this) {
      int mine = byAddress.getOrDefault(key, Set.of()).size();
      if (mine >= limitPerAddress) {
        refusals++;
        return Optional.empty();
      }
      if (count >= limit) {
        refusals++;
        evicted = longestQuietOfTheMost(mine + 1);
        if (evicted == null) {
          return Optional.empty();
        }
        remove(evicted);
      }
      seat = new Seat(key, giveWay);
      byAddress.computeIfAbsent(key, none -> new LinkedHashSet<>()).add(seat);
      count++;
    }
    if (evicted != null) {
      evicted.giveWay.accept(Refusals.GIVES_WAY);
    }
    return Optional.of(seat);
  }

  /** Memory is short: the one with the most unread answers goes, one at a time. */
  void shed() {
    Seat most;
    synchronized (this) {
      if (shed != null) {
        return;
      }
      most = mostUnread();
      shed = most;
    }
    if (most != null) {
      countRefusal();
      most.giveWay.accept(Refusals.UNREAD);
    }
  }

  private @Nullable Seat longestQuietOfTheMost(int fewest) {
    return byAddress.values().stream()
        .filter(seats -> seats.size() > fewest)
        .sorted(Comparator.comparingInt((Set<Seat> seats) -> seats.size()).reversed())
        .flatMap(seats -> seats.stream().filter(seat -> !seat.busy).max(QUIET).stream())
        .findFirst()
        .orElse(null);
  }

  private @Nullable Seat mostUnread() {
    return byAddress.values().stream()
        .flatMap(Set::stream)
        .filter(seat -> seat.unreadBytes >= FEW_UNREAD_BYTES)
        .max(Comparator.comparingLong(seat -> seat.unreadBytes))
        .orElse(null);
  }

  private synchronized void countRefusal() {
    refusals++;
  }

  /** Seats that are taken now. */
  public synchronized int taken() {
    return count;
  }

  /** Connections so far that got no seat, or had to leave theirs. */
  public synchronized long refusals() {
    return refusals;
  }

  private synchronized void leave(Seat seat) {
    if (shed == seat) {
      shed = null;
    }
    remove(seat);
  }

  private void remove(Seat seat) {
    Set<Seat> seats = byAddress.get(seat.address);
    if (seats != null && seats.remove(seat)) {
      count--;
      if (seats.isEmpty()) {
        byAddress.remove(seat.address);
      }
    }
  }

  private static ByteBuffer key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return ByteBuffer.wrap(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
  }

  /** One connection's. Its connection tells how it is doing; others look at that. */
  public final class Seat {
    private final ByteBuffer address;
    private final Consumer<Rejection> giveWay;
    private volatile long lastSign = clock.getAsLong();
    private volatile boolean busy;
    private volatile long unreadBytes;

    private Seat(ByteBuffer address, Consumer<Rejection> giveWay) {
      this.address = address;
      this.giveWay = giveWay;
    }

    /** The client has sent something. */
    public void heard() {
      lastSign = clock.getAsLong();
    }

    /**
     * How its connection is.
     *
     * @param working whether an image of it is being analysed
     * @param unread bytes of its answers that the system does not take, as they are not read
     */
    public void is(boolean working, long unread) {
      busy = working;
      unreadBytes = unread;
    }

    /** The connection is gone. */
    public void leave() {
      ConnectionLimit.this.leave(this);
    }
  }
}
