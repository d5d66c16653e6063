package io.lynceus.master.gateway;

import io.lynceus.common.port.AddressTable;
import io.lynceus.model.Reply.Rejection;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shares the memory for images and unsent replies ({@code tasks.held-bytes}) among the addresses of
 * clients, as max-min fairness does: an address that wants less than its share gets it. Any thread
 * may call it.
 *
 * <p>When there is no room, connections of the address that holds the most give way, the slowest
 * first, to an address that holds less than half of that. So addresses that hold about as much do
 * not push each other out. At one address only a slow connection gives way to another. An address
 * is an IPv4 address, or a /64 of IPv6.
 *
 * <p>What a connection that gives way holds is free a little later. Until then an eighth of the
 * bound may be given out twice, to addresses that hold no more than that: so those that gave way
 * cannot connect again and take it first.
 */
public final class HeldMemory {
  /** A connection that holds less than this never gives way: it would bring nothing. */
  static final long LEAST_GIVEN_UP = 64 << 10;

  /** In bytes per second: at one address, slower connections give way. */
  static final long SLOW = 64 << 10;

  /** Above this part of the bound, connections have to be faster. */
  private static final double PLENTY = 0.5;

  /** An address that holds more than this times what another one would, gives way to it. */
  private static final int UNFAIR = 2;

  private static final int PART_GIVEN_TWICE = 8;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final long bytes;
  private final long leastRate;
  private final LongSupplier clock;
  private final Map<ByteBuffer, Share> shares = new HashMap<>();
  private long taken;
  private long leaving;
  private long evictions;

  /** What the connections of one address hold; those that give way do not count. */
  private static final class Share {
    private final Set<ByteBudget> connections = new LinkedHashSet<>();
    private long held;
  }

  /**
   * @param bytes that may be held at a time
   * @param leastRate of an arriving item, bytes per second, as long as there is plenty of room
   * @param clock nanoseconds that never go back
   */
  public HeldMemory(long bytes, long leastRate, LongSupplier clock) {
    this.bytes = bytes;
    this.leastRate = leastRate;
    this.clock = clock;
  }

  /**
   * The part of one connection, which closes it in the end.
   *
   * @param onEviction called at most once, by any thread, when the connection gives way, with the
   *     reason for its client: it has to give back what it holds soon, and must return at once
   */
  public ByteBudget open(InetAddress client, Consumer<Rejection> onEviction) {
    ByteBudget opened = new ByteBudget(this, AddressTable.key(client), onEviction, clock);
    synchronized (this) {
      shares.computeIfAbsent(opened.address(), none -> new Share()).connections.add(opened);
    }
    return opened;
  }

  /** Takes these bytes; false, with nothing taken, when there is no room for them. */
  boolean tryTake(ByteBudget asking, long count) {
    List<ByteBudget> givingWay;
    boolean fits;
    synchronized (this) {
      givingWay = makeRoom(asking, count);
      fits = fits(asking, count) && !asking.isEvicted();
      if (fits) {
        add(asking, count);
      }
    }
    tell(givingWay);
    return fits;
  }

  /** Takes bytes that exist already, even beyond the bound: others give way, or later ones wait. */
  void take(ByteBudget asking, long count) {
    List<ByteBudget> givingWay;
    synchronized (this) {
      add(asking, count);
      givingWay = makeRoom(asking, 0);
    }
    tell(givingWay);
  }

  synchronized void giveBack(ByteBudget from, long count) {
    add(from, -count);
    forgetIfOver(from);
  }

  synchronized void close(ByteBudget closed) {
    forgetIfOver(closed);
  }

  private void forgetIfOver(ByteBudget connection) {
    Share share = shares.get(connection.address());
    if (share != null && connection.isClosed() && connection.held() == 0) {
      share.connections.remove(connection);
      if (share.connections.isEmpty()) {
        shares.remove(connection.address());
      }
    }
  }

  private void add(ByteBudget connection, long count) {
    taken += count;
    connection.add(count);
    if (connection.isEvicted()) {
      leaving += count;
    } else {
      shareOf(connection).held += count;
    }
  }

  /** A reply may come when its connection is closed already. */
  private Share shareOf(ByteBudget connection) {
    Share share = shares.computeIfAbsent(connection.address(), none -> new Share());
    share.connections.add(connection);
    return share;
  }

  private boolean fits(ByteBudget asking, long count) {
    long part = bytes / PART_GIVEN_TWICE;
    boolean holdsLittle = shareOf(asking).held + count <= part;
    return taken - (holdsLittle ? Math.min(leaving, part) : 0) + count <= bytes;
  }

  /** Makes connections give way until the rest leaves room for this; returns them. */
  private List<ByteBudget> makeRoom(ByteBudget asking, long count) {
    if (taken - leaving + count <= bytes) {
      return List.of();
    }
    List<ByteBudget> givingWay = new ArrayList<>();
    while (taken - leaving + count > bytes) {
      ByteBudget slowest = slowest(asking, count);
      if (slowest == null) {
        break;
      }
      slowest.evict();
      shareOf(slowest).held -= slowest.held();
      leaving += slowest.held();
      evictions++;
      givingWay.add(slowest);
    }
    return givingWay;
  }

  private @Nullable ByteBudget slowest(ByteBudget asking, long count) {
    Share own = shareOf(asking);
    long now = clock.getAsLong();
    Share largest =
        shares.values().stream().max(Comparator.comparingLong(share -> share.held)).orElse(own);
    boolean isUnfair = largest != own && largest.held > UNFAIR * (own.held + count);
    Stream<ByteBudget> candidates =
        isUnfair
            ? largest.connections.stream()
            : own.connections.stream()
                .filter(other -> other != asking && !other.isWorking() && other.isSlow(SLOW, now));
    return candidates
        .filter(other -> !other.isEvicted() && other.held() >= LEAST_GIVEN_UP)
        .min(
            Comparator.comparing(ByteBudget::isWorking)
                .thenComparingDouble(other -> other.bytesPerSecond(now)))
        .orElse(null);
  }

  private static void tell(List<ByteBudget> givingWay) {
    givingWay.forEach(ByteBudget::tellEviction);
  }

  /**
   * The least rate of an item that arrives, bytes per second. With more than half of the bound in
   * use it rises, up to 64 KiB per second.
   */
  public synchronized long leastRate() {
    double scarcity = Math.max(0, (double) taken / bytes - PLENTY) / (1 - PLENTY);
    long most = Math.max(leastRate, SLOW);
    return leastRate + (long) (Math.min(1, scarcity) * (most - leastRate));
  }

  /** How much waiting time this many bytes of an item earn, at the least rate. */
  public Duration earnedBy(int count) {
    return Duration.ofNanos(count * NANOS_PER_SECOND / leastRate());
  }

  /** Bytes that are held now. */
  public synchronized long taken() {
    return taken;
  }

  /** The bound, in bytes. */
  public long limit() {
    return bytes;
  }

  /** Connections so far that gave way. */
  public synchronized long evictions() {
    return evictions;
  }
}
