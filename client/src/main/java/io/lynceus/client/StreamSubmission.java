package io.lynceus.client;

import io.lynceus.model.Ask;
import io.lynceus.protocol.reply.NumberedReply;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Submits one stream over a connection of its own: the caller's thread sends, another one reads the
 * replies.
 */
final class StreamSubmission {
  private final ClientConfig config;
  private final Consumer<NumberedReply> onReply;
  private volatile boolean sent;

  StreamSubmission(ClientConfig config, Consumer<NumberedReply> onReply) {
    this.config = config;
    this.onReply = onReply;
  }

  void run(InputStream images, Ask options) throws IOException {
    try (TaskSocket connection = TaskSocket.open(config)) {
      CompletableFuture<Void> replies = new CompletableFuture<>();
      Thread reader = new Thread(() -> readReplies(connection, replies), "lynceus-replies");
      reader.setDaemon(true);
      reader.start();
      try {
        connection.write(Commands.STREAM + Commands.set(options));
        connection.writeAll(images);
      } finally {
        // Even if the source failed half-way, replies are due for what was sent before.
        sent = true;
        finish(connection, replies);
      }
    }
  }

  /**
   * Ends the stream and waits for its replies. Where it cannot be ended, the reader has closed the
   * connection or sees its end, and its reason says more.
   */
  private static void finish(TaskSocket connection, CompletableFuture<Void> replies)
      throws IOException {
    try {
      connection.finishOutput();
    } finally {
      await(replies);
    }
  }

  private void readReplies(TaskSocket connection, CompletableFuture<Void> replies) {
    try {
      for (String line; (line = connection.readLine(this::patienceNanos)) != null; ) {
        onReply.accept(ReplyLines.reply(line));
      }
      if (sent) {
        replies.complete(null);
      } else {
        replies.completeExceptionally(
            new ConnectionLostException(
                "the master closed the connection in the middle of the stream", null));
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      connection.close();
      replies.completeExceptionally(e);
    }
  }

  /** While the stream is being sent, silence is allowed: the stream may be slow. */
  private long patienceNanos() {
    return sent ? config.replyTimeout().toNanos() : Long.MAX_VALUE;
  }

  private static void await(CompletableFuture<Void> replies) throws IOException {
    try {
      replies.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException lost) {
        throw lost;
      }
      throw e;
    }
  }
}
