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
 * One connection to a master and the images that were sent over it. One thread sends, one of its
 * own reads the replies; {@link #end} may be called by any.
 */
final class ClientSession {
  /** For what a master had said before it was lost; the system has it already. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final ClientConfig config;
  private final TaskSocket connection;
  private final Events events;
  private final Thread reader = new Thread(this::readReplies, "lynceus-replies");
  private final ArrayDeque<Unanswered> sent = new ArrayDeque<>();
  private @Nullable ConnectionLostException loss; // both guarded by sent

  /** What happens to a session. Called by the thread that reads, or by that which ends it. */
  interface Events {
    /** The master's word on an image, in the order of sending. */
    void replied(Unanswered image, Reply reply);

    /** The session is over, and these images have no reply. */
    void ended(ConnectionLostException cause, List<Unanswered> images);
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

  /** Why it is over; null while it is not. */
  @Nullable ConnectionLostException loss() {
    synchronized (sent) {
      return loss;
    }
  }

  boolean isReader(Thread thread) {
    return thread == reader;
  }

  /**
   * Sends an image. When the session is over, or ends meanwhile, the image is told as unanswered.
   *
   * @throws IOException when the image's source cannot be opened; nothing was sent
   * @throws InterruptedException when it waits for the last replies of a lost master; the session
   *     is to be ended then
   */
  void send(Unanswered image) throws IOException, InterruptedException {
    InputStream source = image.source().open();
    try (source) {
      long bytes = image.source().size();
      if (add(image)) {
        connection.write(Commands.analyze(bytes, image.id(), image.options()));
        connection.write(source, bytes);
      }
    } catch (ConnectionLostException e) {
      reader.join(LAST_WORDS.toMillis()); // What has its reply is not sent again.
      end(e);
    }
  }

  private boolean add(Unanswered image) {
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
    }
  }

  /** The image that the reply is for: the next. Without a task, a reply has no id. */
  private Unanswered take(Reply reply) throws ConnectionLostException {
    synchronized (sent) {
      Unanswered next = sent.peek();
      if (next == null) {
        throw ReplyLines.unasked(reply);
      }
      if (!reply.id().isEmpty() && !reply.id().equals(next.id())) {
        throw new ConnectionLostException("the master answered another image", null, true);
      }
      return sent.remove();
    }
  }

  /** How long silence is in order: without end when nothing is owed. */
  private long patienceNanos() {
    synchronized (sent) {
      Unanswered next = sent.peek();
      return next == null ? Long.MAX_VALUE : config.replyTimeout().plus(next.deadline()).toNanos();
    }
  }

  /** Ends the session; the first cause stays. */
  void end(ConnectionLostException cause) {
    List<Unanswered> unanswered;
    synchronized (sent) {
      if (loss != null) {
        return;
      }
      loss = cause;
      unanswered = new ArrayList<>(sent);
      sent.clear();
    }
    connection.close();
    events.ended(cause, unanswered);
  }
}
