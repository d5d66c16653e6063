package io.lynceus.common.port;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Limits the connections to a port, in all and by address. IPv6 addresses are counted by their /64,
 * which usually belongs to one customer. Any thread may call it.
 *
 * <p>When the port is full, a connection of the address with the most may give way to a newcomer:
 * among those that are not at work, the one that has been quiet the longest. So idle connections do
 * not keep others out.
 */
public final class ConnectionLimit {

  /** Which newcomers a connection gives way to. */
  public enum GivesWay {
    /**
     * Those whose address has fewer connections. So addresses with equally many do not close each
     * other's.
     */
    TO_FEWER,

    /**
     * All, those of the same address too. For a port that needs each connection for a moment only:
     * an honest one is done before it is the quietest.
     */
    TO_ALL
  }

  /** Compares by difference, because the clock may wrap. */
  private static final Comparator<Permit> QUIET = (a, b) -> Long.signum(b.lastInput - a.lastInput);

  private final int limit;
  private final int limitPerAddress;
  private final GivesWay givesWay;
  private final LongSupplier clock;
  private final Map<ByteBuffer, Set<Permit>> byAddress = new HashMap<>();
  private int count;
  private long refusals;

  /**
   * @param connections the most in all
   * @param perAddress the most from one address
   * @param clock nanoseconds that never go back
   */
  public ConnectionLimit(int connections, int perAddress, GivesWay givesWay, LongSupplier clock) {
    this.limit = connections;
    this.limitPerAddress = perAddress;
    this.givesWay = givesWay;
    this.clock = clock;
  }

  /**
   * Admits a connection; empty when it must be refused.
   *
   * @param onEviction called at most once, by any thread, when the connection must be closed
   *     because it gives way to another; it must return at once
   */
  public Optional<Permit> acquire(InetAddress address, Runnable onEviction) {
    ByteBuffer key = AddressTable.key(address);
    Permit evicted = null;
    Permit permit;
    synchronized (this) {
      Set<Permit> own = byAddress.getOrDefault(key, Set.of());
      if (count >= limit || own.size() >= limitPerAddress) {
        refusals++;
        evicted = givingWay(own);
        if (evicted == null) {
          return Optional.empty();
        }
        remove(evicted);
      }
      Set<Permit> permits = byAddress.computeIfAbsent(key, none -> new LinkedHashSet<>());
      permit = new Permit(key, permits, onEviction);
      permits.add(permit);
      count++;
    }
    if (evicted != null) {
      evicted.onEviction.run();
    }
    return Optional.of(permit);
  }

  /**
   * The connection that gives way to a newcomer, who is counted with its address.
   *
   * @param own the connections of the newcomer's address
   */
  private @Nullable Permit givingWay(Set<Permit> own) {
    boolean toAll = givesWay == GivesWay.TO_ALL;
    int newcomers = own.size() + 1;
    boolean addressIsFull = newcomers > limitPerAddress;
    if (addressIsFull && !toAll) {
      return null;
    }
    int least = toAll ? newcomers : newcomers + 1;
    ToIntFunction<Permit> load =
        permit -> permit.siblings == own ? newcomers : permit.siblings.size();
    Stream<Permit> permits =
        addressIsFull ? own.stream() : byAddress.values().stream().flatMap(Set::stream);
    return permits
        .filter(permit -> !permit.working && load.applyAsInt(permit) >= least)
        .max(Comparator.comparingInt(load).thenComparing(QUIET))
        .orElse(null);
  }

  /** Connections that are admitted now. */
  public synchronized int admitted() {
    return count;
  }

  /** Connections so far that were refused or evicted. */
  public synchronized long refusals() {
    return refusals;
  }

  private synchronized void remove(Permit permit) {
    if (permit.siblings.remove(permit)) {
      count--;
      if (permit.siblings.isEmpty()) {
        byAddress.remove(permit.address);
      }
    }
  }

  /** One connection's right to be open. The connection reports its state here. */
  public final class Permit {
    private final ByteBuffer address;
    private final Set<Permit> siblings;
    private final Runnable onEviction;
    private volatile long lastInput = clock.getAsLong();
    private volatile boolean working;

    private Permit(ByteBuffer address, Set<Permit> siblings, Runnable onEviction) {
      this.address = address;
      this.siblings = siblings;
      this.onEviction = onEviction;
    }

    /** The other side has sent something. */
    public void received() {
      lastInput = clock.getAsLong();
    }

    /** Reports whether this side works for the connection; then it does not give way. */
    public void working(boolean now) {
      working = now;
    }

    /** The connection is closed. */
    public void release() {
      remove(this);
    }
  }
}
