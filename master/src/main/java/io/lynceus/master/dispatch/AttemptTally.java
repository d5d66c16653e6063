package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.DispatchObserver.Event;
import io.lynceus.model.ClusterStatus;
import java.time.Duration;

/** Counts the attempts since the start, for {@code status}. Belongs to the dispatch thread. */
final class AttemptTally {
  private final DispatchObserver observer;
  private long given;
  private long again;
  private long speculative;
  private long wasted;
  private long againLongestNanos;
  private long againLastNanos;

  /**
   * @param observer is told of each
   */
  AttemptTally(DispatchObserver observer) {
    this.observer = observer;
  }

  /** An attempt was given to a slave, the unit's first. */
  void first() {
    observer.happened(Event.FIRST_ATTEMPT);
    given++;
  }

  /**
   * An attempt was given to a slave in place of one that came to nothing.
   *
   * @param nanos since that one was given up
   */
  void again(long nanos) {
    observer.happened(Event.REPEATED_ATTEMPT);
    given++;
    again++;
    againLastNanos = nanos;
    againLongestNanos = Math.max(againLongestNanos, nanos);
  }

  /** An attempt was given to a second slave, beside the first. */
  void speculative() {
    observer.happened(Event.SECOND_ATTEMPT);
    given++;
    speculative++;
  }

  /** A result came when nobody wanted it any more. */
  void wasted() {
    observer.happened(Event.WASTED_RESULT);
    wasted++;
  }

  ClusterStatus.Attempts toStatus() {
    return new ClusterStatus.Attempts(
        given,
        again,
        speculative,
        wasted,
        Duration.ofNanos(againLongestNanos),
        Duration.ofNanos(againLastNanos));
  }
}
