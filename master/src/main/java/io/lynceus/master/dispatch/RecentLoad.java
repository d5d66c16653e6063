package io.lynceus.master.dispatch;

import io.lynceus.model.ClusterStatus.Load;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import java.time.Duration;

/**
 * Counts what comes and what is done, for {@code status}: since half a minute to a minute ago.
 * Belongs to the dispatch thread.
 */
final class RecentLoad {
  private static final long HALF_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long LEAST_NANOS = Duration.ofSeconds(1).toNanos();

  /** Of the half minute before, then of the one that goes on. */
  private Counts before;

  private Counts now;

  private static final class Counts {
    private final long since;
    private long taken;
    private long busy;
    private long answered;
    private long workNanos;

    Counts(long since) {
      this.since = since;
    }
  }

  RecentLoad(long time) {
    before = new Counts(time);
    now = new Counts(time);
  }

  /** An image was taken in. */
  void taken(long time) {
    at(time).taken++;
  }

  /** An image was refused, as too many wait. */
  void busy(long time) {
    at(time).busy++;
  }

  /** An image that was taken in was answered. */
  void answered(long time) {
    at(time).answered++;
  }

  /** A slave has sent a result, wanted or not. */
  void worked(UnitTiming timing, long time) {
    at(time).workNanos += timing.decode().plus(timing.run()).toNanos();
  }

  Load toStatus(long time) {
    Counts latest = at(time);
    double seconds = Math.max(LEAST_NANOS, time - before.since) / 1e9;
    long answered = before.answered + latest.answered;
    long workNanos = before.workNanos + latest.workNanos;
    return new Load(
        (before.taken + latest.taken) / seconds,
        (before.busy + latest.busy) / seconds,
        Duration.ofNanos(answered == 0 ? 0 : workNanos / answered));
  }

  private Counts at(long time) {
    if (time - now.since >= HALF_NANOS) {
      before = time - now.since < 2 * HALF_NANOS ? now : new Counts(time - HALF_NANOS);
      now = new Counts(time);
    }
    return now;
  }
}
