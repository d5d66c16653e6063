package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.DispatchConfig.Liveness;
import io.lynceus.master.dispatch.state.Attempt;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when this master itself has stood still: it was stopped by a signal, its machine slept,
 * or its garbage was collected for long. It shows in a tick that comes late by more than a
 * heartbeat.
 *
 * <p>Meanwhile no slave could be heard, and slaves that did not hear this master have closed their
 * connections. Neither is a fault of theirs, nor of what they ran.
 */
final class Pauses {
  private static final Logger log = LoggerFactory.getLogger(Pauses.class);
  private static final int MOST = 64;

  private final DispatchClock clock;
  private final Liveness liveness;
  private final long noticeableNanos;

  /** The latest first. */
  private final Deque<Pause> pauses = new ArrayDeque<>();

  private boolean ticking;
  private long seenAt;
  private long wallSeenAt;

  Pauses(DispatchClock clock, Liveness liveness) {
    this.clock = clock;
    this.liveness = liveness;
    noticeableNanos = TaskDispatcher.TICK.plus(liveness.heartbeat()).toNanos();
  }

  /** From the last sign of life before to the first one after. */
  private record Pause(long from, long to) {}

  /** A tick: the next one is due soon. Returns the time. */
  long tick() {
    long now = notice();
    ticking = true;
    return now;
  }

  /**
   * Notices a pause that has just ended. After a pause, what waited in sockets may be handled
   * before the next tick. Returns the time.
   */
  long notice() {
    long now = clock.getAsLong();
    long wall = clock.wallNanos();
    long nanos = Math.max(now - seenAt, wall - wallSeenAt);
    if (ticking && nanos > noticeableNanos) {
      log.warn(
          "this master stood still for {} ms: what its slaves did meanwhile is not held against"
              + " them",
          Duration.ofNanos(nanos).toMillis());
      pauses.addFirst(new Pause(seenAt, now));
      if (pauses.size() > MOST) {
        pauses.removeLast();
      }
    }
    seenAt = now;
    wallSeenAt = wall;
    return now;
  }

  /** How much of the time since then this master was awake, nanoseconds. */
  long awakeNanos(long since, long now) {
    long awake = now - since;
    for (Pause pause : pauses) {
      if (pause.to() - since <= 0) {
        break;
      }
      awake -= pause.to() - (pause.from() - since > 0 ? pause.from() : since);
    }
    return awake;
  }

  /**
   * Whether results of what was submitted then may have arrived during a pause and still wait to be
   * read: they have a heartbeat's time.
   */
  boolean mayHideResults(long submittedAt, long now) {
    @Nullable Pause last = pauses.peekFirst();
    return last != null
        && now - last.to() < liveness.heartbeat().toNanos()
        && submittedAt - last.to() < 0;
  }

  /**
   * Whether a pause explains that the connection of the attempt's slave ends now. It does for what
   * the slave was given before the pause ended, for as long as a slave waits for a silent master.
   * It does not for what it was given later: to begin with that, it must have heard this master.
   */
  boolean explainsLossOf(Attempt attempt, long now) {
    @Nullable Pause last = pauses.peekFirst();
    return last != null
        && now - last.to() < liveness.silence().toNanos()
        && attempt.assignedAt() - last.to() < 0;
  }
}
