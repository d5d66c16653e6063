package io.lynceus.client;

import io.lynceus.protocol.reply.ClusterStatus;
import io.lynceus.protocol.reply.Reply;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A client of a master's task port.
 *
 * <p>All methods may be called by several threads at once. Images are sent in the order of the
 * calls; at most {@link ClientConfig#window} of them are without a reply, further calls wait. The
 * futures are completed by one thread of this client, in the order of the images: what is chained
 * to them without an executor must return soon and must not submit, or it would wait for itself.
 *
 * <p>When the connection ends, every open future, and every future of a later call, is completed
 * with a {@link ConnectionLostException}.
 */
public final class TaskClient implements Closeable {
  private final ClientConfig config;
  private final TaskConnection connection;
  private final ReplyQueue owed = new ReplyQueue();
  private final Semaphore window;
  private final ReentrantLock sending = new ReentrantLock();
  private final Thread reader;

  private TaskClient(ClientConfig config, TaskConnection connection) {
    this.config = config;
    this.connection = connection;
    this.window = new Semaphore(config.window(), true);
    this.reader = new Thread(this::readReplies, "lynceus-replies");
    reader.setDaemon(true);
  }

  /** Connects to a master. */
  public static TaskClient connect(ClientConfig config) throws MasterUnreachableException {
    TaskConnection connection = TaskConnection.open(config);
    TaskClient client = new TaskClient(config, connection);
    try {
      connection.write(Commands.STREAM);
    } catch (IOException e) {
      connection.close();
      throw new MasterUnreachableException("cannot reach a master at " + config.address(), e);
    }
    client.reader.start();
    return client;
  }

  /** {@link ClientConfig#window}. */
  public int window() {
    return config.window();
  }

  /** Submits an image file's bytes, which must not change until this returns. */
  public CompletableFuture<Reply> submit(byte[] image, SubmitOptions options)
      throws InterruptedException {
    return send(new ByteArrayInputStream(image), image.length, options);
  }

  /**
   * Submits a file, whatever it holds: the reply says what the master makes of it.
   *
   * @throws IOException when the file cannot be opened; nothing was sent
   */
  public CompletableFuture<Reply> submit(Path file, SubmitOptions options)
      throws IOException, InterruptedException {
    try (InputStream in = Files.newInputStream(file)) {
      return send(in, Files.size(file), options);
    }
  }

  /**
   * Submits a stream whose images the master separates: a tar archive, MJPEG, or image files one
   * after the other. It goes over a connection of its own. Returns when the stream has ended and
   * every reply has come; a slow stream may take as long as it likes.
   *
   * @param onReply called for each reply, in order, by the thread {@code lynceus-replies}; while it
   *     runs, nothing more is read and in the end nothing more is sent
   */
  public void submitStream(InputStream images, SubmitOptions options, Consumer<Reply> onReply)
      throws IOException {
    new StreamSubmission(config, onReply).run(images, options);
  }

  /** Asks for the state of the cluster, over a connection of its own. */
  public ClusterStatus status() throws IOException {
    return status(config);
  }

  /** Asks a master for the state of its cluster. */
  public static ClusterStatus status(ClientConfig config) throws IOException {
    long patience = config.replyTimeout().toNanos();
    try (TaskConnection connection = TaskConnection.open(config)) {
      connection.write(Commands.STATUS);
      connection.finishOutput();
      String line = connection.readLine(() -> patience);
      if (line == null) {
        throw new ConnectionLostException("the master closed the connection", null);
      }
      return ReplyLines.status(line);
    }
  }

  private CompletableFuture<Reply> send(InputStream image, long bytes, SubmitOptions options)
      throws InterruptedException {
    if (Thread.currentThread() == reader) {
      throw new IllegalStateException("submitted by the thread that reads the replies");
    }
    CompletableFuture<Reply> future = new CompletableFuture<>();
    window.acquire();
    sending.lock();
    try {
      connection.moved();
      if (owed.add(future, options.deadline())) {
        connection.write(Commands.analyze(bytes, options));
        connection.write(image, bytes);
      } else {
        window.release();
      }
    } catch (ConnectionLostException e) {
      lose(e);
    } finally {
      sending.unlock();
    }
    return future;
  }

  private void readReplies() {
    long patience = config.replyTimeout().toNanos();
    try {
      for (String line; (line = connection.readLine(() -> owed.patience(patience))) != null; ) {
        Reply reply = ReplyLines.reply(line);
        CompletableFuture<Reply> future = owed.take();
        if (future == null) {
          throw ReplyLines.unasked(reply);
        }
        window.release();
        future.complete(reply);
      }
      lose(new ConnectionLostException("the master closed the connection", null));
    } catch (ConnectionLostException e) {
      lose(e);
    }
  }

  private void lose(ConnectionLostException cause) {
    connection.close();
    window.release(owed.fail(cause));
  }

  /** Ends the connection. Wait for the futures first: the open ones are completed exceptionally. */
  @Override
  public void close() {
    lose(new ConnectionLostException("this client was closed", null));
  }
}
