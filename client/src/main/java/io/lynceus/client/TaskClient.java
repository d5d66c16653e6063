package io.lynceus.client;

import io.lynceus.model.Ask;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.reply.NumberedReply;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client of a master's task port that loses nothing: when its connection ends it makes another
 * and sends again what has no reply, under the same ids, so that nothing is analysed twice while
 * the master lives; what the master has no room for it sends again later.
 *
 * <p>All methods may be called by several threads at once. At most {@link ClientConfig#window}
 * images are without a reply, further calls wait. The futures are completed by threads of this
 * client: what is chained to them without an executor must return soon and must not submit, or it
 * would wait for itself.
 *
 * <p>When the master cannot be reached for {@link ClientConfig.Retries#outage}, or refuses this
 * client, every open future, and every future of a later call, is completed with a {@link
 * ConnectionLostException}.
 */
public final class TaskClient implements Closeable {
  private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(1);

  private final ClientConfig config;
  private final Consumer<ConnectionLostException> onOutage;
  private final Outbox outbox = new Outbox();
  private final Semaphore window;
  private final AtomicLong submitted = new AtomicLong();
  private final Thread sender = new Thread(this::sendAll, "lynceus-sender");
  private volatile ClientSession session;

  /** Whether the outage before, if there was one, is over: an image has got its reply. */
  private volatile boolean progress = true;

  private @Nullable Outage outage; // the sender's own

  private TaskClient(ClientConfig config, Consumer<ConnectionLostException> onOutage)
      throws MasterUnreachableException {
    this.config = config;
    this.onOutage = onOutage;
    this.window = new Semaphore(config.window(), true);
    this.session = ClientSession.open(config, new Answers());
    sender.setDaemon(true);
  }

  /** Connects to a master, at once or not at all. */
  public static TaskClient connect(ClientConfig config) throws MasterUnreachableException {
    return connect(config, loss -> {});
  }

  /**
   * Connects to a master, at once or not at all.
   *
   * @param onOutage told the cause once for each time that the master is lost and looked for again;
   *     called by a thread of the client
   */
  public static TaskClient connect(ClientConfig config, Consumer<ConnectionLostException> onOutage)
      throws MasterUnreachableException {
    TaskClient client = new TaskClient(config, onOutage);
    client.sender.start();
    return client;
  }

  /** {@link ClientConfig#window}. */
  public int window() {
    return config.window();
  }

  /** Submits an image file's bytes, which must not change until there is a reply. */
  public CompletableFuture<Reply> submit(byte[] image, Ask options) throws InterruptedException {
    return submit(ImageSource.of(image), options);
  }

  /**
   * Submits a file, whatever it holds: the reply says what the master makes of it. The future is
   * completed with an {@link IOException} when the file cannot be opened. It must not change until
   * there is a reply.
   */
  public CompletableFuture<Reply> submit(Path file, Ask options) throws InterruptedException {
    return submit(ImageSource.of(file), options);
  }

  private CompletableFuture<Reply> submit(ImageSource source, Ask options)
      throws InterruptedException {
    Thread caller = Thread.currentThread();
    if (caller == sender || session.isReader(caller)) {
      throw new IllegalStateException("submitted by the thread that completes the futures");
    }
    window.acquire();
    Unanswered image =
        new Unanswered(submitted.incrementAndGet(), source, options, System.nanoTime());
    var unused = image.reply().whenComplete((reply, failure) -> window.release());
    outbox.add(image);
    return image.reply();
  }

  /**
   * Submits a stream whose images the master separates: a tar archive, MJPEG, or image files one
   * after the other. It goes over a connection of its own. Returns when the stream has ended and
   * every reply has come; a slow stream may take as long as it likes. A stream is read once, so
   * nothing of it is sent again.
   *
   * @param onReply called for each reply, in order, by the thread {@code lynceus-replies}; while it
   *     runs, nothing more is read and in the end nothing more is sent
   */
  public void submitStream(InputStream images, Ask options, Consumer<NumberedReply> onReply)
      throws IOException {
    new StreamSubmission(config, onReply).run(images, options);
  }

  /** Asks for the state of the cluster, over a connection of its own. */
  public ClusterStatus status() throws IOException {
    return status(config);
  }

  /** Asks a master for the state of its cluster. */
  public static ClusterStatus status(ClientConfig config) throws IOException {
    return ask(config, Commands.STATUS);
  }

  /**
   * Asks a master to give the slaves of that name no more units; they finish what they have.
   *
   * @return the state of the cluster after that
   * @throws ConnectionLostException with the master's refusal when none is connected
   */
  public static ClusterStatus drain(ClientConfig config, String slave) throws IOException {
    return ask(config, Commands.drain(slave, true));
  }

  /** Takes {@link #drain} back. */
  public static ClusterStatus resume(ClientConfig config, String slave) throws IOException {
    return ask(config, Commands.drain(slave, false));
  }

  private static ClusterStatus ask(ClientConfig config, String question) throws IOException {
    long patience = config.replyTimeout().toNanos();
    try (TaskSocket connection = TaskSocket.open(config)) {
      connection.write(question);
      connection.finishOutput();
      String line = connection.readLine(() -> patience);
      if (line == null) {
        throw new ConnectionLostException("the master closed the connection", null);
      }
      return ReplyLines.status(line);
    }
  }

  private void sendAll() {
    try {
      for (Unanswered next = outbox.take(); next != null; next = outbox.take()) {
        send(next);
      }
    } catch (ConnectionLostException e) {
      outbox.end(e);
    } catch (RuntimeException e) {
      outbox.end(new ConnectionLostException("this client has failed", e));
    } catch (InterruptedException e) {
      close();
    }
    session.end(closed());
  }

  private void send(Unanswered image) throws ConnectionLostException, InterruptedException {
    ConnectionLostException loss = session.loss();
    if (loss != null) {
      outbox.add(image);
      connectAgain(loss);
      return;
    }
    try {
      session.send(image);
    } catch (IOException e) {
      image.reply().completeExceptionally(e);
    }
  }

  private void connectAgain(ConnectionLostException loss)
      throws ConnectionLostException, InterruptedException {
    if (outage == null || progress) {
      outage = new Outage(config.retries().outage(), System.nanoTime());
      progress = false;
      if (!config.retries().outage().isZero()) {
        onOutage.accept(loss);
      }
    }
    ConnectionLostException cause = loss;
    while (true) {
      Optional<Duration> pause = outage.nextPause(System.nanoTime(), ThreadLocalRandom.current());
      if (pause.isEmpty()) {
        throw cause;
      }
      TimeUnit.NANOSECONDS.sleep(pause.get().toNanos());
      try {
        session = ClientSession.open(config, new Answers());
        return;
      } catch (MasterUnreachableException e) {
        cause = new ConnectionLostException(String.valueOf(e.getMessage()), e);
      }
    }
  }

  private static ConnectionLostException closed() {
    return new ConnectionLostException("this client was closed", null);
  }

  /** Ends the connection. Wait for the futures first: the open ones are completed exceptionally. */
  @Override
  public void close() {
    ConnectionLostException cause = closed();
    outbox.end(cause);
    session.end(cause);
    sender.interrupt();
  }

  /** What a session's events mean for the images. */
  private final class Answers implements ClientSession.Events {

    @Override
    public void replied(Unanswered image, Reply reply) {
      Optional<Rejection> notNow = reply.rejection().filter(Answers::mayPass);
      if (notNow.isEmpty()) {
        progress = true;
      } else if (image.comeAgain(
          notNow.get().retryAfter().orElse(DEFAULT_PAUSE),
          config.retries().busy(),
          System.nanoTime(),
          ThreadLocalRandom.current())) {
        outbox.add(image);
        return;
      }
      image.reply().complete(reply);
    }

    private static boolean mayPass(Rejection rejection) {
      return rejection.code() == RejectionCode.BUSY
          || rejection.code() == RejectionCode.SHUTTING_DOWN;
    }

    @Override
    public void ended(ConnectionLostException cause, List<Unanswered> images) {
      if (cause.isFinal()) {
        outbox.end(cause);
      }
      images.forEach(outbox::add);
    }
  }
}
