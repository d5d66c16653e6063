package io.lynceus.client;

import io.lynceus.model.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a master and the images sent over it. One thread at a time sends; a thread of
 * the session reads the replies; any thread may call {@link #end}.
 */
final class ClientSession {
  /**
   * How long to read on after sending has failed: replies that arrived before are in the socket's
   * buffer.
   */
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(1);

  private final ClientConfig config;
  private final TaskSocket connection;
  private final Events events;
  private final Thread reader = new Thread(this::readReplies, "lynceus-replies");
  private final ArrayDeque<PendingImage> sent = new ArrayDeque<>();
  private @Nullable ConnectionLostException loss; // both guarded by sent

  /** What happens to a session. Called by its reading thread, or by the thread that ends it. */
  interface Events {
    /** An image's reply, in the order of sending. */
    void replied(PendingImage image, Reply reply);

    /** The session has ended; these images have no reply. */
    void ended(ConnectionLostException cause, List<PendingImage> images);
  }

  private ClientSession(ClientConfig config, TaskSocket connection, Events events) {
    this.config = config;
    this.connection = connection;
    this.events = events;
    reader.setDaemon(true);
  }

  static ClientSession open(ClientConfig config, Events events) throws MasterUnreachableException {
    TaskSocket connection = TaskSocket.open(config);
    try {
      connection.write(Commands.STREAM);
    } catch (ConnectionLostException e) {
      connection.close();
      throw new MasterUnreachableException("cannot reach a master at " + config.address(), e);
    }
    ClientSession session = new ClientSession(config, connection, events);
    session.reader.start();
    return session;
  }

  /** Why the session ended; null while it lives. */
  @Nullable ConnectionLostException loss() {
    synchronized (sent) {
      return loss;
    }
  }

  boolean isReader(Thread thread) {
    return thread == reader;
  }

  /**
   * Sends an image. If the session has ended or ends meanwhile, {@link Events#ended} gets the
   * image.
   *
   * @throws IOException when the image's source cannot be opened; nothing was sent
   * @throws InterruptedException while waiting for the last replies of a lost master; the caller
   *     must then end the session
   */
  void send(PendingImage image) throws IOException, InterruptedException {
    InputStream source = image.source().open();
    try (source) {
      long bytes = image.source().size();
      if (add(image)) {
        connection.write(Commands.analyze(bytes, image.id(), image.options()));
        connection.write(source, bytes);
      }
    } catch (ConnectionLostException e) {
      reader.join(
          DRAIN_TIMEOUT.toMillis()); // An image whose reply has arrived must not be sent again.
      end(e);
    }
  }

  private boolean add(PendingImage image) {
    ConnectionLostException over;
    synchronized (sent) {
      over = loss;
      if (over == null) {
        connection.moved();
        sent.add(image);
        return true;
      }
    }
    events.ended(over, List.of(image));
    return false;
  }

  private void readReplies() {
    try {
      for (String line; (line = connection.readLine(this::patienceNanos)) != null; ) {
        Reply reply = ReplyLines.reply(line).reply();
        events.replied(take(reply), reply);
      }
      end(new ConnectionLostException("the master closed the connection", null));
    } catch (ConnectionLostException e) {
      end(e);
    } catch (RuntimeException | OutOfMemoryError e) { // Whoever waits for a reply must hear of it.
      end(new ConnectionLostException("the master's line cannot be taken: " + e, e, true));
    }
  }

  /** Takes the oldest image, which the reply must be for. A reply without a task has no id. */
  private PendingImage take(Reply reply) throws ConnectionLostException {
    synchronized (sent) {
      PendingImage next = sent.peek();
      if (next == null) {
        throw ReplyLines.unasked(reply);
      }
      if (!reply.id().isEmpty() && !reply.id().equals(next.id())) {
        throw new ConnectionLostException("the master replied to another image", null, true);
      }
      return sent.remove();
    }
  }

  /** The longest allowed silence; unlimited while no reply is due. */
  private long patienceNanos() {
    synchronized (sent) {
      PendingImage next = sent.peek();
      return next == null ? Long.MAX_VALUE : config.replyTimeout().plus(next.deadline()).toNanos();
    }
  }

  /** Ends the session. Only the first call's cause counts. */
  void end(ConnectionLostException cause) {
    List<PendingImage> pending;
    synchronized (sent) {
      if (loss != null) {
        return;
      }
      loss = cause;
      pending = new ArrayList<>(sent);
      sent.clear();
    }
    connection.close();
    events.ended(cause, pending);
  }
}
