package io.lynceus.client;

import io.lynceus.protocol.reply.Reply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The replies that a connection owes, in order. Callable by any thread. */
final class ReplyQueue {
  private final ArrayDeque<Owed> owed = new ArrayDeque<>();
  private @Nullable ConnectionLostException failure;

  private record Owed(CompletableFuture<Reply> future, Duration deadline) {}

  /** Notes one more, or fails its future at once and says false when all is over. */
  boolean add(CompletableFuture<Reply> future, Optional<Duration> deadline) {
    ConnectionLostException over;
    synchronized (owed) {
      over = failure;
      if (over == null) {
        owed.add(new Owed(future, deadline.orElse(Duration.ZERO)));
        return true;
      }
    }
    future.completeExceptionally(over);
    return false;
  }

  /** The future of the next reply; null when none is owed. */
  @Nullable CompletableFuture<Reply> take() {
    synchronized (owed) {
      Owed next = owed.poll();
      return next == null ? null : next.future();
    }
  }

  /** How long silence is in order: without end when nothing is owed. */
  long patience(long replyTimeoutNanos) {
    synchronized (owed) {
      Owed next = owed.peek();
      return next == null ? Long.MAX_VALUE : replyTimeoutNanos + next.deadline().toNanos();
    }
  }

  /** Fails what is owed and all that is added later; the first cause stays. Returns how many. */
  int fail(ConnectionLostException cause) {
    List<Owed> lost;
    synchronized (owed) {
      if (failure == null) {
        failure = cause;
      }
      lost = new ArrayList<>(owed);
      owed.clear();
    }
    lost.forEach(one -> one.future().completeExceptionally(cause));
    return lost.size();
  }
}
