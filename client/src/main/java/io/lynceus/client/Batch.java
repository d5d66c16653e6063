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
 * Submits many files and passes their replies on in the order of the files, however often each had
 * to be sent. For one thread.
 */
public final class Batch {
  private final TaskClient client;
  private final Listener listener;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private @Nullable ConnectionLostException loss;

  /** Submits through the client; the caller still closes it. */
  public Batch(TaskClient client, Listener listener) {
    this.client = client;
    this.listener = listener;
  }

  /** One file to submit. */
  public record Upload(Path file, Ask options) {}

  /** Hears of each file, in the files' order, on the thread that called {@link #submit}. */
  public interface Listener {
    /** The file's reply has arrived. */
    void replied(Upload upload, Reply reply) throws IOException;

    /** The file could not be opened: there is no reply. */
    void unreadable(Upload upload, IOException cause) throws IOException;

    /** The master was lost for good before it replied: there is no reply. */
    void lost(Upload upload) throws IOException;
  }

  private record Pending(Upload upload, CompletableFuture<Reply> reply) {}

  /**
   * Submits the files; returns when the listener has heard of each.
   *
   * @throws ConnectionLostException when some files have no reply because the master was lost for
   *     good
   * @throws IOException whatever the listener throws
   */
  public void submit(List<Upload> uploads) throws IOException, InterruptedException {
    for (Upload upload : uploads) {
      pending.add(new Pending(upload, client.submit(upload.file(), upload.options())));
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
        listener.lost(next.upload());
      } else if (e.getCause() instanceof IOException unreadable) {
        listener.unreadable(next.upload(), unreadable);
      } else {
        throw new IllegalStateException(e.getCause());
      }
      return;
    }
    listener.replied(next.upload(), reply);
  }
}
