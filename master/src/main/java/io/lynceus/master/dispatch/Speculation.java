package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import java.util.function.LongSupplier;

/**
 * Decides which units get a second attempt beside their first: those that a slave has had for
 * longer than 95 % of their kind take, within a budget.
 *
 * <p>Each first attempt adds a part of a token, as the budget says. A second attempt takes a whole
 * token. At most 5 tokens are saved. So a slave that becomes slow costs the cluster little time,
 * and a cluster that is slow as a whole does little extra work. The method is that of Dean and
 * Barroso, "The Tail at Scale" (2013).
 */
final class Speculation implements DispatchEvents {
  private static final double MOST_TOKENS = 5;
  private static final long PAUSE_NANOS = 5_000_000;

  private final double budget;
  private final Pauses pauses;
  private final LongSupplier clock;
  private final TurnaroundPercentiles turnarounds = new TurnaroundPercentiles();
  private double tokens;
  private long searchedAt = Long.MIN_VALUE / 2;

  /**
   * @param budget second attempts for each first one; 0 allows none
   * @param pauses of this master, in which no unit becomes late
   * @param clock of dispatch, nanoseconds
   */
  Speculation(double budget, Pauses pauses, LongSupplier clock) {
    this.budget = budget;
    this.pauses = pauses;
    this.clock = clock;
  }

  /** Of two attempts the older one counts: it was late even if the second has the result. */
  @Override
  public void resultArrived(Attempt attempt, UnitDone result) {
    if (attempt.isWanted() && !attempt.isConfined()) {
      WorkUnit unit = attempt.unit();
      turnarounds.observe(unit, turnaroundNanos(unit.wanted().get(0), clock.getAsLong()));
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

  /** Whether there is a token, and the last search for late attempts was at least 5 ms ago. */
  boolean isDue(long now) {
    if (tokens < 1 || now - searchedAt < PAUSE_NANOS) {
      return false;
    }
    searchedAt = now;
    return true;
  }

  /** Whether the attempt is late and the only one of its unit. */
  boolean isLate(Attempt attempt, long now) {
    WorkUnit unit = attempt.unit();
    return tokens >= 1
        && attempt.isWanted()
        && unit.inHand() == 1
        && !unit.isSuspect()
        && turnaroundNanos(attempt, now) > turnarounds.percentileNanos(unit);
  }

  private long turnaroundNanos(Attempt attempt, long now) {
    return pauses.awakeNanos(attempt.assignedAt(), now);
  }
}
