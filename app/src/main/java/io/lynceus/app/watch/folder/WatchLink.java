package io.lynceus.app.watch.folder;

import io.lynceus.app.cli.CommandException;
import io.lynceus.client.ClientConfig;
import io.lynceus.client.ConnectionLostException;
import io.lynceus.client.MasterUnreachableException;
import io.lynceus.client.TaskClient;
import io.lynceus.common.Backoff;
import io.lynceus.model.Reply.RejectionCode;
import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A client of the master, made anew whenever the one before has ended. What is wrong is said in one
 * line, and in one line that it is over. Any thread may call it.
 */
public final class WatchLink implements Closeable {
  private static final String SUBJECT = "master";
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LAST = Duration.ofSeconds(10);

  private final ClientConfig config;
  private final WatchNotes notes;
  private final Backoff backoff = new Backoff(FIRST, LAST, ThreadLocalRandom.current());
  private @Nullable TaskClient client;
  private long due = System.nanoTime();
  private boolean proved;
  private boolean closed;

  public WatchLink(ClientConfig config, WatchNotes notes) {
    this.config = config;
    this.notes = notes;
  }

  /** The client. Empty while the master is away; connecting is tried now and then, on the way. */
  public synchronized Optional<TaskClient> client() {
    if (client == null && !closed && due - System.nanoTime() <= 0) {
      try {
        client = TaskClient.connect(config, loss -> away(String.valueOf(loss.getMessage())));
      } catch (MasterUnreachableException e) {
        due = System.nanoTime() + backoff.next().toNanos();
        away(String.valueOf(e.getMessage()));
      }
    }
    return Optional.ofNullable(client);
  }

  /** Says why the master cannot be used now. */
  public void away(String why) {
    notes.trouble(SUBJECT, why + ": waiting for the master");
  }

  /** A reply has come from this client. */
  public void replied() {
    synchronized (this) {
      proved = true;
      backoff.reset();
    }
    notes.over(SUBJECT, "the master at " + config.address() + " answers again");
  }

  /**
   * The client has ended.
   *
   * @throws CommandException when it was refused, and no client before has ever had a reply: the
   *     token is wrong, or this is no master
   */
  public void ended(TaskClient over, ConnectionLostException loss) throws CommandException {
    synchronized (this) {
      if (client != over) {
        return;
      }
      client = null;
      due = System.nanoTime() + backoff.next().toNanos();
    }
    over.close();
    boolean unauthorized =
        loss.rejection().filter(it -> it.code() == RejectionCode.UNAUTHORIZED).isPresent();
    CommandException told = CommandException.of(loss, "");
    if (unauthorized && !isProved()) {
      throw told;
    }
    away(String.valueOf(told.getMessage()));
  }

  private synchronized boolean isProved() {
    return proved;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
