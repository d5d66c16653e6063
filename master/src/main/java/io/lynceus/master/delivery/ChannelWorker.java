package io.lynceus.master.delivery;

import io.lynceus.common.LogLimit;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.store.OutboxStore;
import io.lynceus.store.result.OutboxItem;
import io.lynceus.store.result.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one channel. It has the oldest {@value DeliveryWindow#MOST} changes in memory; where there
 * is a store, the rest waits there, and where there is none, the oldest are dropped and counted.
 *
 * <p>{@link #offer}, {@link #wake}, {@link #forget}, {@link #readAnew} and {@link #state} are for
 * any thread and return at once. All else runs on the channel's thread.
 */
final class ChannelWorker implements AutoCloseable {
  /** After so long without an answer a delivery is tried again. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Changes that wait in the store at most; the oldest go. */
  static final long MOST_PENDING = 100_000;

  /** Changes that were given up and are kept, at most; the oldest go. */
  static final long MOST_DEAD = 10_000;

  /** Between two attempts while the store fails. */
  private static final Duration STORE_PAUSE = Duration.ofSeconds(2);

  /** Between two looks at how much waits in the store, while the window has no room for it. */
  private static final Duration COUNT_PAUSE = Duration.ofSeconds(10);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 8;

  /** After so many failures a fault of the channel is not tried again. */
  private static final int MOST_FAULTS = 20;

  private static final Logger log = LoggerFactory.getLogger(ChannelWorker.class);

  private final EventChannel channel;
  private final Optional<OutboxStore> store;
  private final InstantSource clock;
  private final DeliveryThread thread;
  private final int atOnce;
  private final DeliveryWindow window;
  private final Settlements settlements;
  private final DeadInMemory deadInMemory = new DeadInMemory();
  private final LogLimit lines;
  private final AtomicBoolean posted = new AtomicBoolean();

  /** What others ask this thread to do; guarded by itself, and bounded by {@link #offer}. */
  private final Deque<Runnable> inbox = new ArrayDeque<>();

  /** Whether the inbox was full for something that is in the store; guarded by the inbox. */
  private boolean missed;

  /** Whether the store has more than the window. */
  private boolean behind;

  /** Whether the store may have lost some of what is in the window. */
  private boolean anew;

  private Instant storeDue = Instant.MIN;
  private Instant countDue = Instant.MIN;
  private Instant planned = Instant.MAX;

  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private volatile OptionalLong pending = OptionalLong.empty();
  private volatile OptionalLong dead = OptionalLong.empty();
  private volatile Optional<String> problem = Optional.empty();
  private volatile Optional<Instant> succeeded = Optional.empty();
  private volatile boolean closed;

  ChannelWorker(
      EventChannel channel,
      Optional<OutboxStore> store,
      InstantSource clock,
      DeliveryThread thread) {
    this.channel = channel;
    this.store = store;
    this.clock = clock;
    this.thread = thread;
    this.atOnce = channel.atOnce();
    this.window = new DeliveryWindow();
    this.settlements = new Settlements();
    this.behind = store.isPresent();
    this.lines = new LogLimit(Duration.ofMinutes(1), clock);
  }

  EventChannel channel() {
    return channel;
  }

  /** Reads what waits in the store, and begins. */
  void start() {
    channel.opened(this::wake);
    wake();
  }

  /**
   * There is something to tell.
   *
   * @param kept whether it is in the store; otherwise it is lost when the process ends
   */
  void offer(OutboxItem item, boolean kept) {
    boolean lost = false;
    synchronized (inbox) {
      if (inbox.size() < DeliveryWindow.MOST) {
        inbox.add(() -> take(item, kept));
      } else if (kept) {
        missed = true; // it is read from the store
      } else {
        lost = true;
      }
    }
    drop(lost ? 1 : 0);
    wake();
  }

  /** Forgets what some events had to tell, and what nobody can read. */
  void forget(Predicate<SceneEvent> events) {
    Predicate<OutboxItem> those =
        item -> {
          try {
            return events.test(ChangeText.read(item.body()).event());
          } catch (IllegalArgumentException e) { // a later version has written it
            return true;
          }
        };
    synchronized (inbox) {
      inbox.add(
          () -> {
            window.removeIf(those);
            deadInMemory.removeIf(those);
          });
    }
    wake();
  }

  /** What is in the store is read once more, as some of it may have been erased there. */
  void readAnew() {
    if (store.isPresent()) {
      synchronized (inbox) {
        inbox.add(
            () -> {
              anew = true;
              behind = true;
              dead = OptionalLong.empty();
            });
      }
      wake();
    }
  }

  /** An item that was given up gets all attempts once more; the store has it as pending again. */
  void revive(OutboxItem item) {
    synchronized (inbox) {
      inbox.add(() -> takeAgain(item));
    }
    wake();
  }

  /** Looks for work soon. */
  void wake() {
    if (posted.compareAndSet(false, true)) {
      thread.execute(this::step);
    }
  }

  private void step() {
    posted.set(false);
    if (closed) {
      return;
    }
    for (Runnable work = next(); work != null; work = next()) {
      work.run();
    }
    Instant now = clock.instant();
    settle(now);
    load(now);
    window.overdue(now.minus(PATIENCE)).forEach(entry -> noAnswer(entry, now));
    startDeliveries(now);
    if (!behind) {
      pending = OptionalLong.of(window.size());
    }
    plan(now);
  }

  private @Nullable Runnable next() {
    synchronized (inbox) {
      return inbox.poll();
    }
  }

  /** Some were not taken, because this thread was slow: all that follows is in the store too. */
  private void noteMissed() {
    synchronized (inbox) {
      behind |= missed;
      missed = false;
    }
  }

  private void take(OutboxItem item, boolean kept) {
    noteMissed();
    if (kept && (behind || window.isFull())) {
      behind = true;
    } else {
      long readUpTo = window.readUpTo();
      drop(window.add(item, kept));
      behind |= window.readUpTo() < readUpTo; // one of the store had to make room
    }
  }

  private void takeAgain(OutboxItem item) {
    if (store.isEmpty()) {
      drop(window.add(item, false));
    } else if (window.isFull()) {
      window.readAgainFrom(item.seq());
      behind = true;
    } else {
      window.addEarlier(item);
    }
    dead = OptionalLong.empty(); // counted anew
  }

  private void drop(int number) {
    if (number > 0) {
      dropped.addAndGet(number);
      lines.tryLine(
          others ->
              log.warn(
                  "{} is not told of an event: more than {} wait for it{}",
                  channel.name(),
                  DeliveryWindow.MOST,
                  others));
    }
  }

  /** Writes what has become of deliveries. */
  private void settle(Instant now) {
    if (store.isEmpty() || now.isBefore(storeDue) || settlements.isEmpty()) {
      return;
    }
    try {
      settlements.writeTo(store.get());
      if (settlements.hasDead()) {
        store.get().trim(channel.name(), true, MOST_DEAD);
        settlements.deadTrimmed();
        dead = OptionalLong.empty();
      }
    } catch (StoreException e) {
      storeFails(now, e);
    }
  }

  /** Reads what waits in the store, when there is room. */
  private void load(Instant now) {
    if (store.isEmpty() || now.isBefore(storeDue)) {
      return;
    }
    noteMissed();
    try {
      if (dead.isEmpty()) {
        dead = OptionalLong.of(store.get().countDead(channel.name()));
      }
      boolean erased = anew;
      if (anew) {
        forgetErased(store.get());
        anew = false;
      }
      if (behind
          && (erased || window.size() <= DeliveryWindow.MOST / 2 || !now.isBefore(countDue))) {
        countDue = now.plus(COUNT_PAUSE);
        int gone = store.get().trim(channel.name(), false, MOST_PENDING);
        if (gone > 0) {
          dropOverdue(gone);
          window.readAnew(); // the oldest are those that it has
        }
        int room = DeliveryWindow.MOST - window.size();
        List<OutboxItem> items = store.get().pending(channel.name(), window.readUpTo(), room);
        items.forEach(window::addRead);
        behind = items.size() == room;
        pending = OptionalLong.of(store.get().countPending(channel.name()));
      }
    } catch (StoreException e) {
      pending = OptionalLong.empty();
      storeFails(now, e);
    }
  }

  /** While the store fails, all stays. */
  private void forgetErased(OutboxStore from) throws StoreException {
    for (DeliveryWindow.Entry entry : List.copyOf(window.entries())) {
      if (entry.kept() && entry.isInFlight() && from.find(entry.item().id()).isEmpty()) {
        window.remove(entry); // what becomes of it counts for nothing
      }
    }
    window.readAnew();
  }

  private void dropOverdue(int number) {
    if (number > 0) {
      dropped.addAndGet(number);
      log.warn(
          "{} has not taken {} events for too long: more than {} wait, and the oldest are dropped",
          channel.name(),
          number,
          MOST_PENDING);
    }
  }

  private void storeFails(Instant now, StoreException e) {
    storeDue = now.plus(STORE_PAUSE);
    lines.tryLine(
        others ->
            log.warn(
                "what {} was told cannot be written or read: {}; it may be told twice{}",
                channel.name(),
                e.getMessage(),
                others));
  }

  private void startDeliveries(Instant now) {
    if (!channel.ready()) {
      return;
    }
    Set<String> taken = new HashSet<>();
    window.entries().stream() // one that was revived comes before one that is on its way
        .filter(DeliveryWindow.Entry::isInFlight)
        .forEach(entry -> taken.add(entry.item().camera()));
    List<DeliveryWindow.Entry> begin = new ArrayList<>();
    int room = atOnce - window.inFlight();
    for (DeliveryWindow.Entry entry : window.entries()) {
      if (begin.size() >= room) {
        break;
      }
      if (taken.add(entry.item().camera())
          && !entry.isInFlight()
          && !entry.item().due().isAfter(now)) {
        begin.add(entry);
      }
    }
    begin.forEach(entry -> start(entry, now));
  }

  private void start(DeliveryWindow.Entry entry, Instant now) {
    OutboxItem item = entry.item();
    window.begin(entry, now);
    CompletionStage<DeliveryOutcome> answer;
    try {
      answer =
          channel.deliver(
              new Delivery(
                  item.id(),
                  ChangeText.read(item.body()),
                  item.body(),
                  item.created(),
                  item.attempts()));
    } catch (RuntimeException e) {
      lines.tryLine(
          others ->
              log.warn("{} failed at an event: {}{}", channel.name(), e.toString(), others, e));
      finish(entry, now, fault(item, e), now);
      return;
    }
    var unused =
        answer.whenComplete(
            (outcome, failure) -> {
              synchronized (inbox) {
                inbox.add(
                    () ->
                        finish(
                            entry,
                            now,
                            failure == null ? outcome : fault(item, failure),
                            clock.instant()));
              }
              wake();
            });
  }

  private static DeliveryOutcome fault(OutboxItem item, Throwable failure) {
    String why = "a fault: " + failure;
    if (item.attempts() >= MOST_FAULTS) {
      return DeliveryOutcome.never(why);
    }
    Duration pause = Duration.ofSeconds(1L << Math.min(item.attempts(), MOST_DOUBLINGS));
    return DeliveryOutcome.again(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE, why);
  }

  private void noAnswer(DeliveryWindow.Entry entry, Instant now) {
    finish(
        entry,
        entry.begun(),
        DeliveryOutcome.again(Duration.ZERO, "no answer for " + PATIENCE.toMinutes() + " min"),
        now);
  }

  /** An answer to an attempt that was given up meanwhile counts for nothing. */
  private void finish(
      DeliveryWindow.Entry entry, Instant begun, DeliveryOutcome outcome, Instant now) {
    if (!window.isCurrent(entry, begun)) {
      return;
    }
    OutboxItem item = entry.item();
    switch (outcome.kind()) {
      case DONE -> {
        delivered.incrementAndGet();
        problem = Optional.empty();
        succeeded = Optional.of(now);
        window.remove(entry);
        if (entry.kept()) {
          settlements.done(item.seq());
        }
      }
      case AGAIN -> {
        failed.incrementAndGet();
        problem = Optional.of(outcome.why());
        OutboxItem later = item.again(now.plus(outcome.after()));
        window.retry(entry, later);
        if (entry.kept()) {
          settlements.changed(later);
        }
      }
      case NEVER -> {
        failed.incrementAndGet();
        problem = Optional.of(outcome.why());
        OutboxItem given = item.givenUp(now, outcome.why());
        window.remove(entry);
        lines.tryLine(
            others ->
                log.warn(
                    "{} is not told of an event any more: {}: {}{}",
                    channel.name(),
                    item.id(),
                    outcome.why(),
                    others));
        if (entry.kept()) {
          settlements.changed(given);
        } else {
          deadInMemory.add(given);
        }
      }
    }
  }

  /** Looks again when the next thing is due. */
  private void plan(Instant now) {
    Instant next = window.nextDue(now, PATIENCE, channel.ready());
    if (store.isPresent() && (behind || !settlements.isEmpty())) {
      boolean soon = anew || !settlements.isEmpty() || window.size() <= DeliveryWindow.MOST / 2;
      Instant due = soon ? (storeDue.isAfter(now) ? storeDue : now) : Instant.MAX;
      next = due.isBefore(next) ? due : next;
    }
    if (next.isBefore(planned) || !planned.isAfter(now)) {
      planned = next;
      if (next.isBefore(Instant.MAX)) {
        Duration wait = Duration.between(now, next);
        Instant at = next;
        thread.after(wait.isNegative() ? Duration.ZERO : wait.plusMillis(1), () -> planned(at));
      }
    }
  }

  /** The time is up, also where the clock was set back and says that it is not. */
  private void planned(Instant at) {
    planned = planned.equals(at) ? Instant.MAX : planned;
    wake();
  }

  /** How it does. */
  ChannelState state() {
    return new ChannelState(
        channel.name(),
        channel.ready(),
        pending,
        store.isPresent() ? dead : OptionalLong.of(deadInMemory.size()),
        delivered.get(),
        failed.get(),
        dropped.get(),
        problem,
        succeeded);
  }

  /** What was given up where there is no store. */
  DeadInMemory deadInMemory() {
    return deadInMemory;
  }

  /** Ends: what is not delivered waits in the store. */
  @Override
  public void close() {
    closed = true;
    thread.close();
    channel.close();
  }
}
