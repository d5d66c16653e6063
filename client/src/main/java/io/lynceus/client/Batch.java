package io.lynceus.client;

import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Submits many files and hands their replies on in the order of the files, however often they have
 * to be sent. For one thread.
 */
public final class Batch {
  private final TaskClient client;
  private final Listener listener;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private @Nullable ConnectionLostException loss;

  /** Submits through the client, which stays the caller's. */
  public Batch(TaskClient client, Listener listener) {
    this.client = client;
    this.listener = listener;
  }

  /** One file to submit. */
  public record Item(Path file, Ask options) {}

  /** What a batch tells, in the files' order, by the thread of {@link #submit}. */
  public interface Listener {
    /** The file has its reply. */
    void replied(Item item, Reply reply) throws IOException;

    /** The file could not be opened; there will be no reply. */
    void unreadable(Item item, IOException cause) throws IOException;

    /** The master was lost for good before it has answered; there will be no reply. */
    void unanswered(Item item) throws IOException;
  }

  private record Pending(Item item, CompletableFuture<Reply> reply) {}

  /**
   * Submits the files; returns when each has been told of.
   *
   * @throws ConnectionLostException when some have no reply, because the master was lost for good
   * @throws IOException whatever the listener throws
   */
  public void submit(List<Item> items) throws IOException, InterruptedException {
    for (Item item : items) {
      pending.add(new Pending(item, client.submit(item.file(), item.options())));
      while (!pending.isEmpty()
          && (pending.peek().reply().isDone() || pending.size() >= client.window())) {
        handOn(pending.remove());
      }
    }
    while (!pending.isEmpty()) {
      handOn(pending.remove());
    }
    if (loss != null) {
      throw loss;
    }
  }

  private void handOn(Pending next) throws IOException, InterruptedException {
    Reply reply;
    try {
      reply = next.reply().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ConnectionLostException lost) {
        loss = lost;
        listener.unanswered(next.item());
      } else if (e.getCause() instanceof IOException unreadable) {
        listener.unreadable(next.item(), unreadable);
      } else {
        throw new IllegalStateException(e.getCause());
      }
      return;
    }
    listener.replied(next.item(), reply);
  }
}
