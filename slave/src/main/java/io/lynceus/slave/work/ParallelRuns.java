package io.lynceus.slave.work;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds how many units run at the same time: with more of them than processors, each one drives
 * what the others need out of the caches. Units take turns in the order in which they come.
 *
 * <p>A unit that hangs must not keep others from running. So a unit waits for some time only, and
 * one that is abandoned gives its turn back at once. Any thread may call it.
 */
final class ParallelRuns {
  private static final Logger log = LoggerFactory.getLogger(ParallelRuns.class);

  private final Permits permits;
  private final Duration patience;
  private int bound;

  /** Lets its permits become fewer. */
  private static final class Permits extends Semaphore {
    private static final long serialVersionUID = 1;

    Permits(int number) {
      super(number, true);
    }

    void remove(int number) {
      reducePermits(number);
    }
  }

  /**
   * @param bound units that may run at the same time, from 1
   * @param patience after this time a unit runs without a turn
   */
  ParallelRuns(int bound, Duration patience) {
    this.patience = patience;
    this.permits = new Permits(bound);
    this.bound = bound;
  }

  /** Changes the bound; units that run already go on. */
  synchronized void bound(int units) {
    if (units != bound) {
      log.debug("units that run at the same time: {} (limits.parallel)", units);
    }
    if (units > bound) {
      permits.release(units - bound);
    } else {
      permits.remove(bound - units);
    }
    bound = units;
  }

  /** Units that wait, about. */
  int waiting() {
    return permits.getQueueLength();
  }

  /** Turns that can be taken now; below 0 after the bound has become smaller. */
  int free() {
    return permits.availablePermits();
  }

  /** Waits for a turn. The unit gives it back when it has ended. */
  Turn await() throws InterruptedException {
    return new Turn(permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** A unit's turn. It can be given back more than once, by any thread: the first time counts. */
  final class Turn implements AutoCloseable {
    private final AtomicBoolean taken;

    private Turn(boolean taken) {
      this.taken = new AtomicBoolean(taken);
    }

    @Override
    public void close() {
      if (taken.getAndSet(false)) {
        permits.release();
      }
    }
  }
}
