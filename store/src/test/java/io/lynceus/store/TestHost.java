package io.lynceus.store;

import io.lynceus.store.Host.Space;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** A machine whose clocks and disk a test moves. */
final class TestHost {
  static final Space ROOMY = new Space(1L << 40, 1L << 40);

  private static final Duration SMALL = Duration.ofMinutes(5);

  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-11-30T12:00:00Z"));
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final AtomicReference<Space> space = new AtomicReference<>(ROOMY);
  private final long start = System.nanoTime();

  /** The other clock goes on by itself as well, so that pauses end. */
  Host host() {
    return new Host(
        time::get, () -> System.nanoTime() - start + ahead.get().toNanos(), folder -> space.get());
  }

  /** Time goes on: in small steps, so that who looks meanwhile sees no step of one clock alone. */
  void advance(Duration total) {
    Duration left = total;
    while (!left.isZero()) {
      Duration step = left.compareTo(SMALL) > 0 ? SMALL : left;
      ahead.updateAndGet(sum -> sum.plus(step));
      time.updateAndGet(now -> now.plus(step));
      left = left.minus(step);
    }
  }

  /** Somebody sets the wall clock. */
  void setClock(Duration step) {
    time.updateAndGet(now -> now.plus(step));
  }

  void disk(long usable, long total) {
    space.set(new Space(usable, total));
  }
}
