package io.lynceus.master.gateway;

import io.lynceus.common.port.AddressTable;
import io.lynceus.common.port.AddressText;
import io.lynceus.common.port.RefusalLog;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Slows down clients that guess tokens: the answer to a wrong one comes late, the later the more of
 * them an address has sent. The answers to an address come one after the other, on however many
 * connections its guesses came, and a connection that waits keeps its place; so an address has at
 * most as many guesses under way as it may have connections. A right token is never late: others
 * may be behind the same address. Any thread may call it.
 *
 * <p>The delay doubles from {@link #FIRST} to {@link #LONGEST}, halves with each {@link #DECAY}
 * without a wrong token, and starts anew after a right one. At most 4,096 addresses are remembered,
 * the latest.
 */
public final class WrongTokens {
  static final Duration FIRST = Duration.ofMillis(200);
  static final Duration LONGEST = Duration.ofSeconds(10);
  static final Duration DECAY = Duration.ofSeconds(30);

  /** How late an answer is at most. An address with many guesses under way gets as late as this. */
  static final Duration LATEST = Duration.ofSeconds(60);

  private static final int ADDRESSES = 4096;

  private final LongSupplier clock;
  private final AddressTable<Guesses> addresses;

  /**
   * @param clock nanoseconds that never go back
   */
  public WrongTokens(LongSupplier clock) {
    this.clock = clock;
    addresses = new AddressTable<>(ADDRESSES, () -> new Guesses(clock.getAsLong()));
  }

  /** What one port reports. All ports of a master slow down an address together. */
  public Door at(String port) {
    return new Door(new RefusalLog(port, InstantSource.system()));
  }

  /** The guesses of one address. */
  private static final class Guesses {
    private int count;
    private long latest;
    private long answered;

    private Guesses(long now) {
      latest = now;
      answered = now;
    }

    private synchronized int count() {
      return count;
    }

    private synchronized long delay(long now) {
      long halvings = Math.max(0, (now - latest) / DECAY.toNanos());
      count = (int) Math.max(0, count - halvings);
      long nanos = Math.min(FIRST.toNanos() << Math.min(count, 16), LONGEST.toNanos());
      count++;
      latest = now;
      long free = answered - now < 0 ? now : answered;
      answered = Math.min(free + nanos, now + LATEST.toNanos());
      return answered - now;
    }

    private synchronized void forgive() {
      count = 0;
    }
  }

  /** Where tokens come in. */
  public final class Door {
    private final RefusalLog log;
    private final LongAdder wrong = new LongAdder();

    private Door(RefusalLog log) {
      this.log = log;
    }

    /** A wrong token has come: how long its answer has to wait. */
    public Duration wrong(InetAddress client) {
      wrong.increment();
      Guesses guesses = addresses.get(client);
      Duration delay = Duration.ofNanos(guesses.delay(clock.getAsLong()));
      log.refused(
          AddressText.of(client),
          String.format(
              Locale.ROOT,
              "its token is wrong, the last of %d: it is told so after %.1f s",
              guesses.count(),
              delay.toMillis() / 1e3));
      return delay;
    }

    /** A right token has come. */
    public void right(InetAddress client) {
      addresses.find(client).ifPresent(Guesses::forgive);
    }

    /** Wrong tokens so far. */
    public long count() {
      return wrong.sum();
    }
  }
}
