package io.lynceus.app.watch.folder;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Text;
import io.lynceus.client.ConnectionLostException;
import io.lynceus.client.FileNames;
import io.lynceus.client.TaskClient;
import io.lynceus.model.Reply;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches folders: looks, takes what is whole, sends it, and puts each file away by its own reply.
 * All of this is done by the thread that calls {@link #run}; threads of the client hand over
 * replies. A bounded number of files is in hand at a time, however many lie there.
 *
 * <p>The steps of a file, each of which may be the last of a process that is killed:
 *
 * <ol>
 *   <li>renamed into {@code .lynceus/work}: from there a later process sends it again
 *   <li>sent, under an id that follows from the file: the master replies to it once, and a store
 *       keeps one result
 *   <li>its line is printed, its text written beside the place where it will be
 *   <li>renamed to that place, when the master has had time to store what it has replied; if the
 *       connection ends before, the master may have been killed, and the file is sent again
 * </ol>
 */
public final class FolderWatch implements Closeable {
  /** Files that were taken and are not put away. */
  static final int IN_HAND = 32;

  /** Files that wait for the store at most; the first goes when there is one more. */
  static final int MOST_HELD = 1000;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK_WHEN_BEHIND = Duration.ofSeconds(10);
  private static final long LONGEST_NAP_MILLIS = 100;

  private final List<WatchedFolder> folders = new ArrayList<>();
  private final WatchRules rules;
  private final WatchLink link;
  private final WatchNotes notes;
  private final Lines lines;
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

  /** To be sent, or to be put away, when they are due. */
  private final List<InHand> waiting = new ArrayList<>();

  private final long napMillis;
  private int sent;
  private int turn;
  private long nextLook = System.nanoTime();
  private volatile boolean stopping;

  /** Where replies are shown. */
  @FunctionalInterface
  public interface Lines {
    /** Prints the line of a picture; returns whether it could be written. Any thread calls it. */
    boolean print(String name, Reply reply);
  }

  private record Outcome(
      InHand hand,
      TaskClient client,
      int connection,
      @Nullable Reply reply,
      @Nullable Throwable failure) {}

  /**
   * Have their replies, which the master may not have stored yet; those that are due come first.
   */
  private final Deque<Held> held = new ArrayDeque<>();

  /**
   * A file that has its reply.
   *
   * @param connection of the client, over which the reply came
   */
  private record Held(InHand hand, TaskClient client, int connection, long due) {
    boolean isMasterThere() {
      return client.isConnected() && client.connections() == connection;
    }
  }

  public FolderWatch(WatchRules rules, WatchLink link, WatchNotes notes, Lines lines) {
    this.rules = rules;
    this.napMillis = Math.min(LONGEST_NAP_MILLIS, rules.poll().toMillis());
    this.link = link;
    this.notes = notes;
    this.lines = lines;
  }

  /**
   * Watches one more folder. Before {@link #run}.
   *
   * @param root its real path
   * @param memory where it is remembered what was sent, if files stay in their place
   * @throws IOException when it cannot be watched; says why
   */
  public void add(Path root, Path memory, PictureAsk asks) throws IOException {
    add(root, memory, asks, FileChanges.REAL);
  }

  void add(Path root, Path memory, PictureAsk asks, FileChanges changes) throws IOException {
    folders.add(WatchedFolder.open(root, memory, rules, asks, changes, notes));
  }

  /**
   * Runs until {@link #stop}, then waits a little for replies that are due.
   *
   * @throws CommandException when the master refuses the token from the start, or when no line can
   *     be printed any more
   */
  public void run() throws CommandException, InterruptedException {
    while (!stopping) {
      step();
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (sent + held.size() > 0 && end - System.nanoTime() > 0) {
      settle(outcomes.poll(napMillis, TimeUnit.MILLISECONDS));
      release();
    }
  }

  /** Has {@link #run} return soon. Any thread may call it. */
  public void stop() {
    stopping = true;
  }

  private boolean isBehind() {
    return !folders.isEmpty() && folders.stream().noneMatch(WatchedFolder::isExhausted);
  }

  /** Whether nothing is in hand, and nothing was found that is whole. */
  boolean isIdle() {
    return sent == 0
        && waiting.isEmpty()
        && held.isEmpty()
        && outcomes.isEmpty()
        && folders.stream().allMatch(WatchedFolder::isExhausted);
  }

  void step() throws CommandException, InterruptedException {
    settle(outcomes.poll(napMillis, TimeUnit.MILLISECONDS));
    long now = System.nanoTime();
    // While there is a backlog, what is new has to wait anyway.
    long patience = isBehind() ? LOOK_WHEN_BEHIND.toNanos() : 0;
    if (now - nextLook >= patience) {
      folders.forEach(folder -> folder.look(System.nanoTime()));
      nextLook = System.nanoTime() + rules.poll().toNanos();
    }
    release();
    putAwayAgain();
    Optional<TaskClient> client = folders.isEmpty() ? Optional.empty() : link.client();
    if (client.isPresent()) {
      sendAgain(client.get());
      take(client.get());
    }
  }

  private void settle(@Nullable Outcome first) throws CommandException {
    for (Outcome next = first; next != null; next = outcomes.poll()) {
      sent--;
      InHand hand = next.hand();
      if (next.reply() != null) {
        link.replied();
        replied(next, next.reply());
      } else {
        failed(hand, next.client(), next.failure());
      }
    }
  }

  private void replied(Outcome outcome, Reply reply) throws CommandException {
    InHand hand = outcome.hand();
    Fate fate = Fate.of(reply);
    if (fate == Fate.NO_SLAVE) {
      notes.trouble("slaves", "no slave takes the pictures: waiting for one (lynceus status)");
      wait(hand);
      return;
    }
    notes.over("slaves", "slaves take pictures again");
    if (fate == Fate.AGAIN && hand.tries() < rules.tries()) {
      hand.countTry();
      wait(hand);
      return;
    }
    if (!lines.print(FileNames.of(hand.file().place()), reply)) {
      throw new CommandException(
          CommandException.INCOMPLETE,
          "the lines cannot be written to the output: what was taken is sent again at the next"
              + " start");
    }
    hand.decided(reply, fate == Fate.AGAIN ? Fate.FAILED : fate, System.nanoTime());
    long due = System.nanoTime() + rules.stored().toNanos();
    held.add(new Held(hand, outcome.client(), outcome.connection(), due));
  }

  private void release() {
    for (Held first = held.peek(); first != null && isOver(first); first = held.peek()) {
      held.remove();
      if (first.isMasterThere() || rules.stored().isZero()) {
        putAway(first.hand());
      } else {
        first.hand().undecided(System.nanoTime());
        waiting.add(first.hand());
      }
    }
  }

  private boolean isOver(Held first) {
    return first.due() - System.nanoTime() <= 0
        || held.size() > MOST_HELD
        || !first.isMasterThere();
  }

  private void failed(InHand hand, TaskClient client, @Nullable Throwable failure)
      throws CommandException {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    wait(hand);
    if (cause instanceof ConnectionLostException loss) {
      link.ended(client, loss);
      return;
    }
    String why = Text.shown(hand.file().place()) + " cannot be read: " + Text.shown("" + cause);
    notes.trouble("read " + hand.file().place(), why);
    if (hand.tries() < rules.tries()) {
      hand.countTry();
      return;
    }
    waiting.remove(hand);
    try {
      hand.folder().putFailed(hand, why);
    } catch (IOException e) {
      wait(hand);
    }
  }

  private void wait(InHand hand) {
    hand.later(System.nanoTime());
    waiting.add(hand);
  }

  private void putAway(InHand hand) {
    String subject = "put away";
    try {
      hand.folder().put(hand, hand.fate(), hand.reply().orElseThrow());
      notes.over(subject, "files are put away again");
    } catch (IOException e) {
      notes.trouble(
          subject,
          Text.shown(hand.file().place())
              + " has its reply and cannot be put away, trying again: "
              + FolderScan.reason(e));
      wait(hand);
    }
  }

  private void putAwayAgain() {
    for (InHand hand : takeDue(true)) {
      putAway(hand);
    }
  }

  private void sendAgain(TaskClient client) throws InterruptedException {
    for (InHand hand : takeDue(false)) {
      send(client, hand);
    }
  }

  private List<InHand> takeDue(boolean decided) {
    long now = System.nanoTime();
    List<InHand> due = new ArrayList<>();
    for (Iterator<InHand> all = waiting.iterator(); all.hasNext(); ) {
      InHand hand = all.next();
      if (hand.isDue(now) && hand.reply().isPresent() == decided) {
        all.remove();
        due.add(hand);
      }
    }
    return due;
  }

  /** Takes from the folders in turn, so that a full one does not keep the others waiting. */
  private void take(TaskClient client) throws InterruptedException {
    int without = 0;
    while (sent + waiting.size() < IN_HAND && without < folders.size()) {
      Optional<InHand> next =
          folders.get(Math.floorMod(turn++, folders.size())).next(System.nanoTime());
      if (next.isPresent()) {
        send(client, next.get());
        without = 0;
      } else {
        without++;
      }
    }
  }

  private void send(TaskClient client, InHand hand) throws InterruptedException {
    sent++;
    var unused =
        client
            .submit(hand.file().path(), hand.ask())
            .whenComplete(
                (reply, failure) ->
                    outcomes.add(new Outcome(hand, client, client.connections(), reply, failure)));
  }

  @Override
  public void close() throws IOException {
    for (WatchedFolder folder : folders) {
      folder.close();
    }
  }
}
