package io.lynceus.client;

import io.lynceus.model.Ask;
import io.lynceus.model.ClusterLabels;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.Quarantined;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.cameras.ClusterCameras;
import io.lynceus.protocol.reply.CamerasJson;
import io.lynceus.protocol.reply.LabelsJson;
import io.lynceus.protocol.reply.NumberedReply;
import io.lynceus.protocol.reply.QuarantineJson;
import io.lynceus.protocol.reply.StatusJson;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client of a master's task port that loses nothing. When its connection ends, it reconnects and
 * sends every image without a reply again under the same id, so that nothing is analysed twice
 * while the master lives. Images that the master refuses as busy are sent again later.
 *
 * <p>Thread-safe. At most {@link ClientConfig#window} images are without a reply; further calls
 * wait. Threads of this client complete the futures: what is chained to them without an executor
 * must return soon and must not submit, since it would wait for itself.
 *
 * <p>When the master cannot be reached for {@link ClientConfig.Retries#outage}, or refuses this
 * client, every open future and every future of a later call fails with a {@link
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
  private final AtomicInteger connections = new AtomicInteger(1);

  /** True once an image has got its reply after the last outage: the next loss is a new outage. */
  private volatile boolean progress = true;

  private @Nullable Outage outage; // used by the sender only

  private TaskClient(ClientConfig config, Consumer<ConnectionLostException> onOutage)
      throws MasterUnreachableException {
    this.config = config;
    this.onOutage = onOutage;
    this.window = new Semaphore(config.window(), true);
    this.session = ClientSession.open(config, new Settlement());
    sender.setDaemon(true);
  }

  /** Connects to a master; does not retry. */
  public static TaskClient connect(ClientConfig config) throws MasterUnreachableException {
    return connect(config, loss -> {});
  }

  /**
   * Connects to a master; does not retry.
   *
   * @param onOutage receives the cause once for each outage after which the client reconnects;
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

  /** How often it has connected so far: another number after each outage. */
  public int connections() {
    return connections.get();
  }

  /** Whether the latest connection has not ended, as far as this side knows. */
  public boolean isConnected() {
    return session.loss() == null;
  }

  /** Submits the bytes of an image file. They must not change until the reply arrives. */
  public CompletableFuture<Reply> submit(byte[] image, Ask options) throws InterruptedException {
    return submit(ImageSource.of(image), options);
  }

  /**
   * Submits a file with any content: the master decides whether it is an image. The future fails
   * with an {@link IOException} when the file cannot be opened. The file must not change until the
   * reply arrives.
   */
  public CompletableFuture<Reply> submit(Path file, Ask options) throws InterruptedException {
    return submit(ImageSource.of(file), options);
  }

  private CompletableFuture<Reply> submit(ImageSource source, Ask options)
      throws InterruptedException {
    Thread caller = Thread.currentThread();
    if (caller == sender || session.isReader(caller)) {
      throw new IllegalStateException(
          "submit must not be called by the thread that completes the futures");
    }
    window.acquire();
    PendingImage image =
        new PendingImage(submitted.incrementAndGet(), source, options, System.nanoTime());
    var unused = image.reply().whenComplete((reply, failure) -> window.release());
    outbox.add(image);
    return image.reply();
  }

  /**
   * Submits a stream whose images the master separates: a tar archive, MJPEG, or image files one
   * after the other. Uses a connection of its own. Returns when the stream has ended and every
   * reply has arrived, however long the stream takes. A stream is read once, so nothing of it is
   * sent again.
   *
   * @param onReply receives each reply, in order, on the thread {@code lynceus-replies}; a slow one
   *     delays reading and finally sending
   */
  public void submitStream(InputStream images, Ask options, Consumer<NumberedReply> onReply)
      throws IOException {
    new StreamSubmission(config, onReply).run(images, options);
  }

  /** Asks for the state of the cluster, over a new connection. */
  public ClusterStatus status() throws IOException {
    return status(config);
  }

  /** Asks a master for the state of its cluster. */
  public static ClusterStatus status(ClientConfig config) throws IOException {
    return TaskSocket.ask(config, Commands.STATUS, StatusJson::read);
  }

  /**
   * Asks a master to give the slaves of that name no more units; they finish what they have.
   *
   * @return the state of the cluster after that
   * @throws ConnectionLostException with the master's refusal when no such slave is connected
   */
  public static ClusterStatus drain(ClientConfig config, String slave) throws IOException {
    return TaskSocket.ask(config, Commands.drain(slave, true), StatusJson::read);
  }

  /** Undoes {@link #drain}. */
  public static ClusterStatus resume(ClientConfig config, String slave) throws IOException {
    return TaskSocket.ask(config, Commands.drain(slave, false), StatusJson::read);
  }

  /**
   * Asks a master for the state of its cluster, with an estimate for a given wait.
   *
   * @param wait the estimate is for 95 % of the images waiting less than this, one hour at most;
   *     older masters refuse any but the default, 1 s
   */
  public static ClusterStatus status(ClientConfig config, Duration wait) throws IOException {
    return TaskSocket.ask(config, Commands.status(wait), StatusJson::read);
  }

  /** Asks a master for what it has quarantined, the oldest first. */
  public static List<Quarantined> quarantine(ClientConfig config) throws IOException {
    return TaskSocket.ask(config, Commands.QUARANTINE, QuarantineJson::read);
  }

  /**
   * Asks a master to try quarantined images again.
   *
   * @param image how the image's hash begins, in hex; empty for all images
   * @return what is no longer quarantined
   * @throws ConnectionLostException with the master's refusal when no image, or more than one,
   *     begins so
   */
  public static List<Quarantined> clearQuarantine(ClientConfig config, String image)
      throws IOException {
    return TaskSocket.ask(config, Commands.clearQuarantine(image), QuarantineJson::read);
  }

  /** Asks a master for the labels that can be asked for. */
  public static ClusterLabels labels(ClientConfig config) throws IOException {
    return TaskSocket.ask(config, Commands.LABELS, LabelsJson::read);
  }

  /** Asks a master for its cameras. */
  public static ClusterCameras cameras(ClientConfig config) throws IOException {
    return TaskSocket.ask(config, Commands.CAMERAS, CamerasJson::read);
  }

  private void sendAll() {
    try {
      for (PendingImage next = outbox.take(); next != null; next = outbox.take()) {
        send(next);
      }
    } catch (ConnectionLostException e) {
      outbox.end(e);
    } catch (RuntimeException e) { // This thread's end must reach everybody who waits for a reply.
      outbox.end(new ConnectionLostException("this client has failed", e));
    } catch (InterruptedException e) {
      close();
    }
    session.end(closed());
  }

  private void send(PendingImage image) throws ConnectionLostException, InterruptedException {
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
        session = ClientSession.open(config, new Settlement());
        connections.incrementAndGet();
        return;
      } catch (MasterUnreachableException e) {
        cause = new ConnectionLostException(String.valueOf(e.getMessage()), e);
      }
    }
  }

  private static ConnectionLostException closed() {
    return new ConnectionLostException("this client was closed", null);
  }

  /** Ends the connection and fails the open futures: wait for them first. */
  @Override
  public void close() {
    ConnectionLostException cause = closed();
    outbox.end(cause);
    session.end(cause);
    sender.interrupt();
  }

  /** Completes or re-queues images as the session tells. */
  private final class Settlement implements ClientSession.Events {

    @Override
    public void replied(PendingImage image, Reply reply) {
      Optional<Rejection> refusal = reply.rejection().filter(Rejection::isTemporary);
      if (refusal.isEmpty()) {
        progress = true;
      } else if (image.scheduleRetry(
          refusal.get().retryAfter().orElse(DEFAULT_PAUSE),
          config.retries().busy(),
          System.nanoTime(),
          ThreadLocalRandom.current())) {
        outbox.add(image);
        return;
      }
      image.reply().complete(reply);
    }

    @Override
    public void ended(ConnectionLostException cause, List<PendingImage> images) {
      if (cause.isFinal()) {
        outbox.end(cause);
      }
      images.forEach(outbox::add);
    }
  }
}
