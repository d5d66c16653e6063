package io.lynceus.client;

import io.lynceus.protocol.reply.Reply;
import io.lynceus.protocol.reply.Reply.Rejection;
import io.lynceus.protocol.reply.Reply.RejectionCode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Submits many files and hands their replies on in the order of the files. A file that the master
 * is too busy for is submitted again, after the time that the master names. For one thread.
 */
public final class Batch implements Closeable {
  /** After so many {@code BUSY} in a row, that is a file's reply. */
  public static final int MAX_TRIES = 20;

  private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(1);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

  private final TaskClient client;
  private final ExecutorService retries;

  /** Submits through the client, which stays the caller's. */
  public Batch(TaskClient client) {
    this.client = client;
    this.retries =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "lynceus-retries");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** One file to submit. */
  public record Item(Path file, SubmitOptions options) {}

  /** What a batch tells. */
  public interface Listener {
    /** The file has its reply. Called by the thread of {@link #submit}, in the files' order. */
    void replied(Item item, Reply reply) throws IOException;

    /** The file could not be opened; there will be no reply. Called likewise. */
    void unreadable(Item item, IOException cause) throws IOException;
  }

  private record Pending(Item item, CompletableFuture<Reply> reply) {}

  /**
   * Submits the files; returns when the last reply has been handed on.
   *
   * @throws ConnectionLostException when the connection ends before
   * @throws IOException whatever the listener throws
   */
  public void submit(List<Item> items, Listener listener) throws IOException, InterruptedException {
    ArrayDeque<Pending> pending = new ArrayDeque<>();
    for (Item item : items) {
      pending.add(new Pending(item, submit(item, MAX_TRIES)));
      while (!pending.isEmpty()
          && (pending.peek().reply().isDone() || pending.size() >= client.window())) {
        handOn(pending.remove(), listener);
      }
    }
    while (!pending.isEmpty()) {
      handOn(pending.remove(), listener);
    }
  }

  private CompletableFuture<Reply> submit(Item item, int tries) {
    try {
      return client
          .submit(item.file(), item.options())
          .thenCompose(reply -> again(item, reply, tries - 1));
    } catch (IOException | InterruptedException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Reply> again(Item item, Reply reply, int tries) {
    Optional<Rejection> busy = reply.rejection().filter(r -> r.code() == RejectionCode.BUSY);
    if (busy.isEmpty() || tries == 0) {
      return CompletableFuture.completedFuture(reply);
    }
    Duration pause = busy.get().retryAfter().orElse(DEFAULT_PAUSE);
    long millis = Math.min(pause.toMillis(), MAX_PAUSE.toMillis());
    Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, retries);
    return CompletableFuture.runAsync(() -> {}, later)
        .thenComposeAsync(paused -> submit(item, tries), retries);
  }

  private static void handOn(Pending pending, Listener listener)
      throws IOException, InterruptedException {
    Reply reply;
    try {
      reply = pending.reply().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ConnectionLostException lost) {
        throw lost;
      }
      if (e.getCause() instanceof IOException unreadable) {
        listener.unreadable(pending.item(), unreadable);
        return;
      }
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new IllegalStateException(e.getCause());
    }
    listener.replied(pending.item(), reply);
  }

  @Override
  public void close() {
    retries.shutdownNow();
  }
}
