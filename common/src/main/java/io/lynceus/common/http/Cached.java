package io.lynceus.common.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Something that is made at most once a second, such as a page, however many ask for it: requests
 * in between share the last one. Any thread may call it.
 */
public final class Cached<T> {
  private static final long MAX_AGE = Duration.ofSeconds(1).toNanos();

  private final Supplier<CompletableFuture<T>> maker;
  private final LongSupplier clock;
  private Made<T> last = none();

  private record Made<T>(long at, CompletableFuture<T> value) {}

  /**
   * @param maker begins to make it; called by the threads that ask
   * @param clock nanoseconds that never go back
   */
  public Cached(Supplier<CompletableFuture<T>> maker, LongSupplier clock) {
    this.maker = maker;
    this.clock = clock;
  }

  private static <T> Made<T> none() {
    return new Made<>(0, CompletableFuture.failedFuture(new IllegalStateException("none yet")));
  }

  /** The latest one, which may still be in the making. What could not be made is tried again. */
  public CompletableFuture<T> get() {
    CompletableFuture<Void> start = new CompletableFuture<>();
    Made<T> given;
    synchronized (this) {
      long now = clock.getAsLong();
      if (now - last.at() >= MAX_AGE || last.value().isCompletedExceptionally()) {
        last = new Made<>(now, start.thenCompose(begin -> maker.get()));
      }
      given = last;
    }
    start.complete(null); // outside of the lock; nothing hangs on it if the last one is given
    return given.value();
  }

  /** The latest one is out of date: the next request has one made. */
  public synchronized void forget() {
    last = none();
  }
}
