package io.lynceus.cluster;

import java.time.Duration;

/**
 * The project's one waiting loop: polls a condition that sends no event, such as another process's
 * log or a master's status. Stateless.
 */
public final class Poll {
  private Poll() {}

  /** What to wait for. */
  @FunctionalInterface
  public interface Condition<X extends Exception> {
    /** Whether the condition holds now. */
    boolean holds() throws X;
  }

  /**
   * Returns when the condition holds or the timeout is over. Tests the condition at least once.
   *
   * @param interval the pause between two tests
   * @return whether the condition holds
   */
  public static <X extends Exception> boolean until(
      Duration interval, Duration timeout, Condition<X> condition) throws X, InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      Thread.sleep(interval.toMillis());
    }
    return true;
  }
}
