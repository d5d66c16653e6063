package io.lynceus.master.gateway.compat;

import io.lynceus.common.port.AddressTable;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.model.Reply.Rejection;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where pictures wait while the master has no room for them, instead of being refused as {@code
 * BUSY} at once: the clients of this port take a refusal for a broken server.
 *
 * <p>It asks dispatch for room for one picture at a time, and again after the time that dispatch
 * names: so all pictures that wait here take no more of the room than one client that sends again
 * as it is told. The addresses of clients take turns, and each has its pictures in their order. Any
 * thread may call it; its state belongs to one thread.
 */
final class BusyLine {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final LongFunction<CompletableFuture<Optional<Rejection>>> busy;
  private final ScheduledExecutorService thread;
  private final Map<ByteBuffer, Deque<Waiting>> waiting = new LinkedHashMap<>();
  private Rejection latest =
      Refusals.busy("too many images are waiting; send this one again later");
  private boolean asking;
  private boolean pausing;
  private boolean closed;

  /**
   * An empty line.
   *
   * @param busy says why a picture of so many bytes would be refused now; completed by any thread
   * @param thread runs what is posted one after the other; its owner closes it
   */
  BusyLine(
      LongFunction<CompletableFuture<Optional<Rejection>>> busy, ScheduledExecutorService thread) {
    this.busy = busy;
    this.thread = thread;
  }

  /** One picture's place in the line. */
  final class Waiting {
    private final ByteBuffer address;
    private final long bytes;
    private final Runnable admit;
    private final Consumer<Rejection> refuse;
    private boolean over;

    /** Its time is over, and nobody knows yet whether there is room. */
    private boolean late;

    private @Nullable Future<?> expiry;

    private Waiting(ByteBuffer address, long bytes, Runnable admit, Consumer<Rejection> refuse) {
      this.address = address;
      this.bytes = bytes;
      this.admit = admit;
      this.refuse = refuse;
    }

    /** Nobody waits for the picture any more. */
    void leave() {
      post(() -> end(this), () -> {});
    }
  }

  /**
   * Waits for room for a picture.
   *
   * @param client takes turns with others
   * @param patience how long it waits
   * @param admit called when there is room: it hands the picture to dispatch
   * @param refuse called instead when the time is over, or the port closes, with the reason
   */
  Waiting enter(
      InetAddress client,
      long bytes,
      Duration patience,
      Runnable admit,
      Consumer<Rejection> refuse) {
    Waiting entered = new Waiting(AddressTable.key(client), bytes, admit, refuse);
    post(() -> add(entered, patience), () -> refuse.accept(Refusals.SHUTTING_DOWN));
    return entered;
  }

  /** Refuses all that wait, and all that come from now on. */
  void close() {
    post(
        () -> {
          closed = true;
          all().forEach(one -> refuse(one, Refusals.SHUTTING_DOWN));
        },
        () -> {});
  }

  private void post(Runnable step, Runnable otherwise) {
    try {
      thread.execute(step);
    } catch (RejectedExecutionException e) {
      otherwise.run(); // the port has been closed
    }
  }

  // What follows is called by the thread.

  /** A copy of the whole line. */
  private List<Waiting> all() {
    List<Waiting> all = new ArrayList<>();
    waiting.values().forEach(all::addAll);
    return all;
  }

  private void add(Waiting entered, Duration patience) {
    if (entered.over) {
      return;
    }
    waiting.computeIfAbsent(entered.address, none -> new ArrayDeque<>()).add(entered);
    if (closed) {
      refuse(entered, Refusals.SHUTTING_DOWN);
      return;
    }
    entered.expiry =
        thread.schedule(() -> expire(entered), patience.toNanos(), TimeUnit.NANOSECONDS);
    askForNext();
  }

  private void expire(Waiting waiter) {
    if (pausing) {
      refuse(waiter, latest);
    } else {
      waiter.late = true;
    }
  }

  private void askForNext() {
    if (asking || pausing || closed || waiting.isEmpty()) {
      return;
    }
    Waiting next = waiting.values().iterator().next().element();
    asking = true;
    CompletableFuture<Optional<Rejection>> answer;
    try {
      answer = busy.apply(next.bytes);
    } catch (RejectedExecutionException e) {
      answer = CompletableFuture.failedFuture(e); // dispatch has ended
    }
    var unused =
        answer
            .exceptionally(failure -> Optional.of(Refusals.SHUTTING_DOWN))
            .thenAccept(refusal -> post(() -> answered(next, refusal), () -> {}));
  }

  private void answered(Waiting asked, Optional<Rejection> refusal) {
    asking = false;
    if (refusal.equals(Optional.of(Refusals.SHUTTING_DOWN))) {
      refuse(asked, Refusals.SHUTTING_DOWN);
    } else if (refusal.isPresent()) {
      latest = refusal.get();
      pause(latest.retryAfter().orElse(LONGEST_PAUSE));
      all().stream().filter(one -> one.late).forEach(one -> refuse(one, latest));
    } else if (end(asked)) {
      asked.admit.run();
    }
    askForNext();
  }

  private void pause(Duration told) {
    Duration atLeast = told.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : told;
    Duration pause = atLeast.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : atLeast;
    pausing = true;
    var unused =
        thread.schedule(
            () -> {
              pausing = false;
              askForNext();
            },
            pause.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  private void refuse(Waiting waiter, Rejection why) {
    if (end(waiter)) {
      waiter.refuse.accept(why);
    }
  }

  /** Takes it out, and lets the next address have its turn; false if it was out already. */
  private boolean end(Waiting waiter) {
    if (waiter.over) {
      return false;
    }
    waiter.over = true;
    if (waiter.expiry != null) {
      waiter.expiry.cancel(false);
    }
    Deque<Waiting> own = waiting.get(waiter.address);
    if (own != null) {
      boolean first = own.peek() == waiter;
      Iterator<Waiting> all = own.iterator();
      while (all.hasNext()) {
        if (all.next() == waiter) {
          all.remove();
          break;
        }
      }
      if (first || own.isEmpty()) {
        waiting.remove(waiter.address);
        if (!own.isEmpty()) {
          waiting.put(waiter.address, own);
        }
      }
    }
    return true;
  }
}
