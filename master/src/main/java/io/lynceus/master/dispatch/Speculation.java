package io.lynceus.master.dispatch;

/**
 * Decides which units get a second attempt beside their first: those that have been with a slave
 * for longer than 95 % of their kind, as many as the budget allows. Belongs to the dispatch thread.
 *
 * <p>Each first attempt adds the budget's share of a token, and each second one takes a whole
 * token; a few tokens can be saved up. So a slave that turns slow costs the cluster little time,
 * and a cluster that is slow as a whole little work. The method is that of Dean and Barroso, "The
 * Tail at Scale" (2013).
 */
final class Speculation {
  private static final double MOST_TOKENS = 5;
  private static final long PAUSE_NANOS = 5_000_000;

  private final double budget;
  private final TurnaroundPercentiles turnarounds = new TurnaroundPercentiles();
  private double tokens;
  private long lookedAt = Long.MIN_VALUE / 2;

  /**
   * @param budget second attempts for each first one; 0 allows none
   */
  Speculation(double budget) {
    this.budget = budget;
  }

  /**
   * A unit has its result: since its older attempt, if it has two, so that the latter counts as
   * late.
   */
  void observe(WorkUnit unit, long now) {
    turnarounds.observe(unit, now - unit.wanted().get(0).assignedAt());
  }

  /** A unit was given to a slave for itself. */
  void earn() {
    tokens = Math.min(MOST_TOKENS, tokens + budget);
  }

  /** A unit was given to a second slave. */
  void spend() {
    tokens--;
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
