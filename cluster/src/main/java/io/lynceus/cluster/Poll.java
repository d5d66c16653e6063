package io.lynceus.cluster;

import java.time.Duration;

/**
 * Asks again and again what nobody tells by itself: the log of another process, the status of a
 * master. Keeps no state.
 */
public final class Poll {
  private Poll() {}

  /** What is asked. */
  @FunctionalInterface
  public interface Question<X extends Exception> {
    /** Whether it is so by now. */
    boolean isSo() throws X;
  }

  /**
   * Returns once it is so, or when {@code patience} is over. Asks once at least.
   *
   * @param every the pause between two questions
   * @return whether it is so
   */
  public static <X extends Exception> boolean until(
      Duration every, Duration patience, Question<X> question) throws X, InterruptedException {
    long giveUp = System.nanoTime() + patience.toNanos();
    while (!question.isSo()) {
      if (System.nanoTime() - giveUp >= 0) {
        return false;
      }
      Thread.sleep(every.toMillis());
    }
    return true;
  }
}
