package io.lynceus.common.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A page that is made at most once a second, however many ask for it: requests in between share the
 * last one. Any thread may call it.
 */
public final class CachedResponse {
  private static final long MAX_AGE = Duration.ofSeconds(1).toNanos();

  private final Supplier<CompletableFuture<HttpResponse>> maker;
  private final LongSupplier clock;
  private Made last =
      new Made(0, CompletableFuture.failedFuture(new IllegalStateException("none yet")));

  private record Made(long at, CompletableFuture<HttpResponse> response) {}

  /**
   * @param maker begins to make a page; called by the threads that ask
   * @param clock nanoseconds that never go back
   */
  public CachedResponse(Supplier<CompletableFuture<HttpResponse>> maker, LongSupplier clock) {
    this.maker = maker;
    this.clock = clock;
  }

  /** The page, which may still be in the making. A page that could not be made is tried again. */
  public CompletableFuture<HttpResponse> get() {
    CompletableFuture<Void> start = new CompletableFuture<>();
    Made given;
    synchronized (this) {
      long now = clock.getAsLong();
      if (now - last.at() >= MAX_AGE || last.response().isCompletedExceptionally()) {
        last = new Made(now, start.thenCompose(begin -> maker.get()));
      }
      given = last;
    }
    start.complete(null); // outside of the lock; nothing hangs on it if the last page is given
    return given.response();
  }
}
