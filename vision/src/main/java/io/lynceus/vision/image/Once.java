package io.lynceus.vision.image;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is made by the first thread that asks for it. Others wait, and get the same, or the same
 * exception.
 */
final class Once<V> {
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CompletableFuture<V> made = new CompletableFuture<>();

  /** Makes it; may ask for other things that are made once, but never for this one. */
  interface Making<V> {
    V make() throws UnreadableImageException;
  }

  /** What was made, now if it was not before. */
  V get(Making<V> making) throws UnreadableImageException {
    if (!taken.compareAndSet(false, true)) {
      return await();
    }
    try {
      V value = making.make();
      made.complete(value);
      return value;
    } catch (UnreadableImageException | RuntimeException | Error e) {
      made.completeExceptionally(e);
      throw e;
    }
  }

  private V await() throws UnreadableImageException {
    try {
      return made.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UnreadableImageException unreadable) {
        throw unreadable;
      }
      throw e;
    }
  }

  /** What was made; empty before, and when making it has failed. */
  Optional<V> ifMade() {
    return made.isDone() && !made.isCompletedExceptionally()
        ? Optional.of(made.join())
        : Optional.empty();
  }
}
