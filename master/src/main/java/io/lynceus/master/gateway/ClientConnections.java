package io.lynceus.master.gateway;

import io.lynceus.common.port.ConnectionLimit;
import io.lynceus.common.port.ConnectionLimit.GivesWay;
import io.lynceus.model.Reply.Rejection;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The connections of the task port, within their {@link ConnectionLimit}, each with its part of the
 * {@link HeldMemory}. Any thread may call it.
 */
public final class ClientConnections {
  private final ConnectionLimit limit;
  private final HeldMemory held;
  private final AtomicLong givenWay = new AtomicLong();

  /**
   * @param held shared with the other ports of clients
   * @param clock nanoseconds that never go back
   */
  public ClientConnections(GatewayLimits limits, HeldMemory held, LongSupplier clock) {
    this.held = held;
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
            place ->
                new Permit(
                    address,
                    place,
                    held.open(
                        address,
                        why -> {
                          givenWay.incrementAndGet();
                          onEviction.accept(why);
                        })));
  }

  /** Connections that are admitted now. */
  public int admitted() {
    return limit.admitted();
  }

  /** Connections so far that were refused or evicted. */
  public long refusals() {
    return limit.refusals() + givenWay.get();
  }

  /** One connection's right to be open. The connection reports its state here. */
  public static final class Permit {
    private final InetAddress client;
    private final ConnectionLimit.Permit place;
    private final ByteBudget budget;

    private Permit(InetAddress client, ConnectionLimit.Permit place, ByteBudget budget) {
      this.client = client;
      this.place = place;
      this.budget = budget;
    }

    /** Whose connection it is. */
    public InetAddress client() {
      return client;
    }

    /** What it holds of the memory. */
    public ByteBudget budget() {
      return budget;
    }

    /** The client has sent something. */
    public void received() {
      place.received();
    }

    /** Reports whether an image of this connection is in analysis. */
    public void working(boolean now) {
      place.working(now);
      budget.working(now);
    }

    /** The connection is closed. */
    public void release() {
      place.release();
      budget.close();
    }
  }
}
