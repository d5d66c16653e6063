package io.lynceus.master.gateway.access;

import io.lynceus.common.port.AddressTable;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Refuses sign-ins of an address that has failed 5 times within the last minute, whatever it sends
 * then. The latest 4,096 addresses are remembered; an IPv6 address counts by its /64. Any thread
 * may call it.
 */
public final class SignInLimit {
  static final int FAILURES = 5;
  static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int ADDRESSES = 4096;

  private final InstantSource clock;
  private final AddressTable<Failures> addresses = new AddressTable<>(ADDRESSES, Failures::new);

  private static final class Failures {
    private final Deque<Instant> times = new ArrayDeque<>();

    private synchronized void add(Instant time) {
      times.addLast(time);
      if (times.size() > FAILURES) {
        times.removeFirst();
      }
    }

    private synchronized Duration wait(Instant now) {
      if (times.size() < FAILURES) {
        return Duration.ZERO;
      }
      Duration left = Duration.between(now, times.getFirst().plus(WINDOW));
      return left.isNegative() ? Duration.ZERO : left;
    }
  }

  public SignInLimit(InstantSource clock) {
    this.clock = clock;
  }

  /** How long this address has to wait before it may try; zero if it may try now. */
  public Duration wait(InetAddress client) {
    return addresses
        .find(client)
        .map(failures -> failures.wait(clock.instant()))
        .orElse(Duration.ZERO);
  }

  /** A sign-in from this address has failed. */
  public void failed(InetAddress client) {
    addresses.get(client).add(clock.instant());
  }
}
