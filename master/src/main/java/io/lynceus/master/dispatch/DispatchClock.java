package io.lynceus.master.dispatch;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The time of dispatch: nanoseconds that never go back. They may stand still while it sleeps. */
@FunctionalInterface
public interface DispatchClock extends LongSupplier {

  /** The time of this machine. */
  DispatchClock SYSTEM =
      new DispatchClock() {
        @Override
        public long getAsLong() {
          return System.nanoTime();
        }

        @Override
        public long wallNanos() {
          return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        }
      };

  /**
   * Nanoseconds of a clock that goes on while the machine sleeps. It may be set, forward and back.
   */
  default long wallNanos() {
    return getAsLong();
  }
}
