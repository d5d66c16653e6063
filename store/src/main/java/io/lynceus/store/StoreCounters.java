package io.lynceus.store;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What is counted; for any thread. */
final class StoreCounters {
  final LongAdder written = new LongAdder();
  final LongAdder dropped = new LongAdder();
  final LongAdder expired = new LongAdder();
  final LongAdder erased = new LongAdder();
  final LongAdder expiredPictures = new LongAdder();
  final LongAdder writeNanos = new LongAdder();

  /** In the store now, as far as the thread that writes knows. */
  final AtomicLong results = new AtomicLong();

  final AtomicLong pictureBytes = new AtomicLong();

  /** -1 when it is not known. */
  final AtomicLong databaseBytes = new AtomicLong(-1);

  StoreState.Counts counts() {
    return new StoreState.Counts(
        written.sum(),
        dropped.sum(),
        expired.sum(),
        erased.sum(),
        expiredPictures.sum(),
        writeNanos.sum());
  }
}
