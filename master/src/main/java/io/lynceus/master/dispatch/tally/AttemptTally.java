package io.lynceus.master.dispatch.tally;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.model.ClusterStatus;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import java.time.Duration;

/** Counts the attempts since the start, for {@code status}. */
final class AttemptTally implements DispatchEvents {
  private long given;
  private long again;
  private long speculative;
  private long wasted;
  private long confined;
  private long confinedDied;
  private long againLongestNanos;
  private long againLastNanos;

  @Override
  public void attemptGiven(Attempt attempt) {
    given++;
    switch (attempt.kind()) {
      case FIRST -> {}
      case REPEATED -> countAgain(attempt);
      case SECOND -> speculative++;
      case CONFINED -> {
        confined++;
        countAgain(attempt);
      }
    }
  }

  private void countAgain(Attempt attempt) {
    again++;
    againLastNanos = attempt.assignedAt() - attempt.unit().waitingSince();
    againLongestNanos = Math.max(againLongestNanos, againLastNanos);
  }

  @Override
  public void childDied(Attempt attempt, ChildDied death) {
    confinedDied++;
  }

  @Override
  public void resultArrived(Attempt attempt, UnitDone result) {
    if (!attempt.isWanted()) {
      wasted++;
    }
  }

  ClusterStatus.Attempts toStatus() {
    return new ClusterStatus.Attempts(
        given,
        again,
        speculative,
        wasted,
        new ClusterStatus.Confined(confined, confinedDied),
        Duration.ofNanos(againLongestNanos),
        Duration.ofNanos(againLastNanos));
  }
}
