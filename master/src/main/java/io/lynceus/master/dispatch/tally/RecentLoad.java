package io.lynceus.master.dispatch.tally;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.ClusterStatus.Load;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts images and work for {@code status}, over a time that began half a minute to a minute ago.
 */
final class RecentLoad implements DispatchEvents {
  private static final long HALF_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long LEAST_NANOS = Duration.ofSeconds(1).toNanos();

  private final LongSupplier clock;

  /** Of the half minute before, then of the one that goes on. */
  private Counts before;

  private Counts now;

  private static final class Counts {
    private final long since;
    private long admitted;
    private long busy;
    private long replied;
    private long workNanos;

    Counts(long since) {
      this.since = since;
    }
  }

  /**
   * @param clock of dispatch, nanoseconds
   */
  RecentLoad(LongSupplier clock) {
    this.clock = clock;
    before = new Counts(clock.getAsLong());
    now = new Counts(clock.getAsLong());
  }

  @Override
  public void taskAdmitted(SlaveManager task) {
    latest().admitted++;
  }

  @Override
  public void taskRefused(TaskRequest request, Rejection why) {
    if (why.code() == RejectionCode.BUSY) {
      latest().busy++;
    }
  }

  @Override
  public void taskReplied(SlaveManager task, Reply reply) {
    latest().replied++;
  }

  @Override
  public void resultArrived(Attempt attempt, UnitDone result) {
    latest().workNanos += result.timing().decode().plus(result.timing().run()).toNanos();
  }

  private Counts latest() {
    return at(clock.getAsLong());
  }

  Load toStatus(long time) {
    Counts latest = at(time);
    double seconds = Math.max(LEAST_NANOS, time - before.since) / 1e9;
    long replied = before.replied + latest.replied;
    long workNanos = before.workNanos + latest.workNanos;
    return new Load(
        (before.admitted + latest.admitted) / seconds,
        (before.busy + latest.busy) / seconds,
        Duration.ofNanos(replied == 0 ? 0 : workNanos / replied));
  }

  private Counts at(long time) {
    if (time - now.since >= HALF_NANOS) {
      before = time - now.since < 2 * HALF_NANOS ? now : new Counts(time - HALF_NANOS);
      now = new Counts(time);
    }
    return now;
  }
}
