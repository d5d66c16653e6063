package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import java.util.function.LongSupplier;

/**
 * Decides which units get a second attempt beside their first: those that have been with a slave
 * for longer than 95 % of their kind, as many as the budget allows.
 *
 * <p>Each first attempt adds the budget's share of a token, and each second one takes a whole
 * token; a few tokens can be saved up. So a slave that turns slow costs the cluster little time,
 * and a cluster that is slow as a whole little work. The method is that of Dean and Barroso, "The
 * Tail at Scale" (2013).
 */
final class Speculation implements DispatchEvents {
  private static final double MOST_TOKENS = 5;
  private static final long PAUSE_NANOS = 5_000_000;

  private final double budget;
  private final LongSupplier clock;
  private final TurnaroundPercentiles turnarounds = new TurnaroundPercentiles();
  private double tokens;
  private long lookedAt = Long.MIN_VALUE / 2;

  /**
   * @param budget second attempts for each first one; 0 allows none
   * @param clock of dispatch, nanoseconds
   */
  Speculation(double budget, LongSupplier clock) {
    this.budget = budget;
    this.clock = clock;
  }

  /** Of two attempts the older one counts: it was late even if the second has the result. */
  @Override
  public void resultArrived(Attempt attempt, UnitDone result) {
    if (attempt.isWanted()) {
      WorkUnit unit = attempt.unit();
      turnarounds.observe(unit, clock.getAsLong() - unit.wanted().get(0).assignedAt());
    }
  }

  @Override
  public void attemptGiven(Attempt attempt) {
    if (attempt.kind() == Attempt.Kind.SECOND) {
      tokens--;
    } else {
      tokens = Math.min(MOST_TOKENS, tokens + budget);
    }
  }

  /** Whether a look at the attempts could lead to something, and the last was a while ago. */
  boolean isDue(long now) {
    if (tokens < 1 || now - lookedAt < PAUSE_NANOS) {
      return false;
    }
    lookedAt = now;
    return true;
  }

  /** Whether the attempt, if it is its unit's only one, is late. */
  boolean wants(Attempt attempt, long now) {
    WorkUnit unit = attempt.unit();
    return tokens >= 1
        && attempt.isWanted()
        && unit.inHand() == 1
        && !unit.isSuspect()
        && now - attempt.assignedAt() > turnarounds.percentileNanos(unit);
  }
}
